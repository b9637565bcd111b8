# Order matters to Odoo: a part comes after what it inherits.
from . import part
from . import document
from . import party
from . import tax
from . import cash
