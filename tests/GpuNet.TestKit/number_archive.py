"""Writes what NumberArchive.cs reads: many small arrays of doubles in one zip file. "names" has a line for each, with its count of
numbers; "numbers" has them end to end."""
import zipfile

import numpy as np


def save(arrays, path):
    """Of names and torch tensors; prints what was written."""
    arrays = {key: value.detach().reshape(-1).numpy() for key, value in arrays.items()}
    with zipfile.ZipFile(path, "w") as archive:
        for file, content in (("names", "\n".join(f"{key} {len(array)}" for key, array in arrays.items()).encode()),
                              ("numbers", np.concatenate(list(arrays.values())).astype("<f8").tobytes())):
            archive.writestr(zipfile.ZipInfo(file), content, zipfile.ZIP_DEFLATED, 9)
    print(len(arrays), "arrays,", path.stat().st_size, "bytes")
