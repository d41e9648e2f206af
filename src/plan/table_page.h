// Rows of a table of references, as whoever reads the table packs them: Parquet is not the core's
// business.
//
// All numbers are little-endian:
//   uint32 rows, uint32 urls, uint32 bytes of URLs, uint32 inline bytes
//   uint64 offset and uint64 length, each for all rows; an inline row has its length alone
//   uint32 place among the URLs, for all rows; 0 where a row has none
//   uint32 end of each URL, among the bytes of URLs
//   uint8 kind of each row: 0 missing, 1 inline, 2 a URL
//   the URLs (UTF-8), then the bytes of inline rows one behind the other
// A URL with offset and length 0 is all of its source. Source: fsspec, LazyReferenceMapper.
//
// Errors: kInternal (rows that are not packed so), kInvalidReference (a range that no file has, a
// table without the first of the rows), which name the table and the row.
#pragma once

#include "base/result.h"
#include "plan/locate.h"

namespace chunkatlas {

// Has fewer entries than were needed where the table ends before.
[[nodiscard]] Result<Page> read_table_page(const PageNeed& need, Bytes bytes);

}  // namespace chunkatlas
