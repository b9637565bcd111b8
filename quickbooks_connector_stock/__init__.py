from . import words, entities, readiness, models, wizards
