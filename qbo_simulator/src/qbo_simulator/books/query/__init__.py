"""The query language: lexer, parser and evaluation with QuickBooks' limits."""

from .evaluate import run

__all__ = ["run"]
