// References of a LINDI tar or folder to its own members: ["./blobs/x/0.0", 0, 500].
//
// Such a URL names a member, and the range is one of that member. In a tar it becomes a range of
// the tar, which is what was opened; in a folder (.lindi.d) the member becomes a key of it.
// References to other URLs stay as they are. Source: LINDI, lindi/tar/LindiTarStore.py.
// Errors: kInvalidReference, naming the key and the member.
#pragma once

#include "base/result.h"
#include "model/key_table.h"
#include "refs/tar_index.h"

namespace chunkatlas {

[[nodiscard]] Result<void> place_in_tar(const TarIndex& index, KeyTable& table);
[[nodiscard]] Result<void> place_in_folder(KeyTable& table);

}  // namespace chunkatlas
