"""References to a local HDF5 file, with the file's bare name as their URL.

A bare name is a relative URL: a reader resolves it against the reference file, so the set works
wherever the two lie side by side.
"""

import json
import warnings
from pathlib import Path

import lindi
from kerchunk.hdf import SingleHdf5ToZarr


def write_lindi(path: Path) -> None:
    client = lindi.LindiH5pyFile.from_hdf5_file(str(path), url=path.name)
    client.write_lindi_file(f"{path}.lindi.json")
    client.close()


def write_kerchunk(path: Path) -> None:
    # An open file instead of a name, so that the URL is free to be the bare name.
    with path.open("rb") as file, warnings.catch_warnings():
        # Kerchunk has no form for object references: it warns and leaves those datasets out.
        warnings.simplefilter("ignore")
        references = SingleHdf5ToZarr(file, url=path.name, vlen_encode="embed").translate()
    text = json.dumps(references, indent=1, ensure_ascii=False)
    Path(f"{path}.kerchunk.json").write_text(text + "\n", encoding="utf-8")
