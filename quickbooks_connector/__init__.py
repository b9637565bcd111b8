from . import entities, readiness, models, controllers, wizards
