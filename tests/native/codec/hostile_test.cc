// Fixtures cut short and with bits flipped: an error or a result within the limit, never a fault.
// The sanitizers of the asan preset are what makes these tests strict.
#include "codec/damaged.h"
#include "codec/numcodecs_cases.h"

namespace chunkatlas::testing {
namespace {

bool is_data_error(Code code) {
  return code == Code::kDecodeFailed || code == Code::kUnsupported ||
         code == Code::kChecksumMismatch;
}

TEST_CASE("damaged bytes end in an error or within the limit") {
  for (const char* codec :
       {"adler32", "astype", "base64", "blosc", "categorize/U", "crc32", "crc32c", "delta",
        "fixedscaleoffset", "gzip", "lz4", "packbits", "quantize", "shuffle", "zlib", "zstd"}) {
    std::size_t number = 0;
    for_each_case(codec, [&](const NumcodecsCase& one) {
      CAPTURE(one.key);
      const std::size_t size = npy_elements(one.array).size();
      const auto decoder = bytes_decoder_of(one.config);
      for (const Data& bad : damaged(one.encoded, ++number)) {
        const auto result = decode(*decoder, bad, {size, 2 * size});
        if (result.ok()) {
          CHECK(result.value().size() <= 2 * size);
        } else {
          CHECK(is_data_error(result.error().code));
        }
      }
    });
  }
}

TEST_CASE("damaged vectors end in an error or within the limit") {
  std::size_t number = 0;
  for (const json::Value& row : *member(filters(), "bytes").as_array()) {
    const Data good = base64(row, "encoded");
    if (good.size() < 5) continue;
    CAPTURE(text(row, "name"));
    const std::size_t size = base64(row, "decoded").size();
    const auto decoder = bytes_decoder_of(member(row, "codec"));
    for (const Data& bad : damaged(good, ++number)) {
      const auto result = decode(*decoder, bad, {size, 2 * size});
      CHECK((result.ok() ? result.value().size() <= 2 * size : is_data_error(result.error().code)));
    }
  }
}

TEST_CASE("damaged objects end in an error or the right number of values") {
  for (const char* codec :
       {"categorize/O", "json2", "msgpack2", "pickle", "vlen-array", "vlen-bytes", "vlen-utf8"}) {
    std::size_t number = 0;
    for_each_case(codec, [&](const NumcodecsCase& one) {
      CAPTURE(one.key);
      const auto decoder = object_decoder_of(one.config);
      for (const Data& bad : damaged(one.encoded, ++number)) {
        ObjectValues values;
        const auto result = decoder->decode(bad, 900, values);
        if (result.ok()) {
          CHECK(values.size() == 900);
        } else {
          const Code code = result.error().code;
          const bool is_expected = code == Code::kDecodeFailed || code == Code::kUnsupported ||
                                   code == Code::kLimitExceeded;
          CHECK(is_expected);
        }
      }
    });
  }
}

}  // namespace
}  // namespace chunkatlas::testing
