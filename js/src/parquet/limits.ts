/** What a Parquet file may state, which is checked before anything is allocated for it. */

/** Bytes read from the end of a file, which must hold all of its footer. */
export const kTailBytes = 2 ** 16;
/** Rows of a row group, and values of a page. */
export const kMaxRows = 2 ** 24;
/** Bytes of a column chunk or a page, compressed and not; fastparquet makes pages of 500 MiB. */
export const kMaxBytes = 2 ** 29;
/** Bytes of a page's header. */
export const kMaxHeaderBytes = 2 ** 16;
/** Inline bytes, and bytes of URLs, of the rows that are read at once. */
export const kMaxTextBytes = 2 ** 28;
