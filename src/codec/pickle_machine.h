// Runs a pickle's opcodes, protocols 0 to 5, on plain data.
//
// Opcodes that would make objects of other classes, look up extensions or persistent ids, or take
// buffers from outside are kUnsupported; sets are too, for which JSON has no word. A pickle that is
// cut short or misuses its stack is kDecodeFailed, and one of too many values kLimitExceeded.
// Memory is bounded by a small multiple of the input. Source: Python, pickletools.py.
#pragma once

#include "base/result.h"
#include "codec/pickle_graph.h"

namespace chunkatlas::pickle {

// Views in the graph are of `in`.
[[nodiscard]] Result<Graph> run(Bytes in);

}  // namespace chunkatlas::pickle
