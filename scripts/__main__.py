import sys
from . import bootstrap
from .steps import SetupError
try:
    print(bootstrap.ensure())
except SetupError as e:
    print(f"error: {e}\n{e.hint}"); sys.exit(1)
