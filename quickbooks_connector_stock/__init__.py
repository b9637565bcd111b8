from . import words, entities
