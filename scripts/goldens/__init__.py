"""Parts of scripts/make-goldens.py: expected values from h5py, zarr-python, LINDI and Kerchunk."""
