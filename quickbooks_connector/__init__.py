from . import entities, models, controllers, wizards
