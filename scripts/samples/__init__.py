"""Parts of scripts/make-samples.py: the signal, the NWB file, its references, the flat file."""
