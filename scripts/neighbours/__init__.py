"""Odoo's own test suites, without our add-ons and with them: is there a difference?"""
