from . import lists, mark, policy, pull, push, words
