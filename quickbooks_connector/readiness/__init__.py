# The order is that of the screen.
from . import checks
from . import books
from . import matches
from . import taxes
from . import purchases
from . import payments
from . import documents
from . import names
from . import services
