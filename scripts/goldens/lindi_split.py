"""lindi-split: LINDI's references to a contiguous dataset of 25.6 MB, which it splits.

Only the references are kept: the test serves bytes of its own in place of the HDF5 file.
"""

import json
import tempfile
from pathlib import Path

import h5py
import lindi

ROWS, COLUMNS, LIMIT = 100_000, 32, 17_000_000


def write(root: Path) -> None:
    folder = root / "lindi-split"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "split.h5"
        with h5py.File(path, "w", libver=("earliest", "v110")) as file:
            dataset = file.create_dataset("split", (ROWS, COLUMNS), "<f8")
            dataset[0] = 1  # which allocates it
        options = lindi.LindiH5ZarrStoreOpts(contiguous_dataset_max_chunk_size=LIMIT)
        client = lindi.LindiH5pyFile.from_hdf5_file(
            str(path), url="split.h5", zarr_store_opts=options
        )
        client.write_lindi_file(str(folder / "split.lindi.json"))
        client.close()
    refs = json.loads((folder / "split.lindi.json").read_text(encoding="utf-8"))["refs"]
    chunks = [refs[f"split/{number}.0"] for number in range(2)]
    if chunks[0][2] != 16_999_936 or chunks[1][2] >= chunks[0][2]:
        raise AssertionError(f"not split as expected: {chunks}")
