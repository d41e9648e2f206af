"""The modules of make-conformance.py."""
