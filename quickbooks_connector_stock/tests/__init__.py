from . import (
    test_architecture,
    test_translations,
)
