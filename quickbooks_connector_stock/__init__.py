from . import words, entities, ledgers, readiness, models, wizards
