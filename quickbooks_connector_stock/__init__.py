from . import words, entities, models
