# The order is that of the screen.
from . import checks
from . import books
