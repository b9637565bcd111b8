from . import entities, readiness, ledgers, models, controllers, wizards
