// Every fixture of numcodecs 0.16.6 for bz2 and lzma, whole and damaged.
#include "base/outcome.h"
#include "codec/damaged.h"
#include "codec/numcodecs_cases.h"
#include "extra/decoding.h"

namespace chunkatlas::testing {
namespace {

TEST_CASE("numcodecs' fixtures of bz2 and lzma decode to their arrays") {
  for (const auto& [codec, cases] : {std::pair{"bz2", 52}, std::pair{"lzma", 65}}) {
    const int seen = for_each_case(codec, [](const NumcodecsCase& one) {
      CAPTURE(one.key);
      const Data expected = npy_elements(one.array);
      const bool is_exact =
          decode_extra(one.config, one.encoded, expected.size()).value() == expected;
      const bool is_bounded =
          decode_extra(one.config, one.encoded, 4 * expected.size()).value() == expected;
      CHECK(is_exact);
      CHECK(is_bounded);
      CHECK(outcome(decode_extra(one.config, one.encoded, expected.size() - 1)) == "decode-failed");
    });
    CHECK(seen == cases);
  }
}

TEST_CASE("damaged bytes end in an error or within the limit") {
  for (const char* codec : {"bz2", "lzma"}) {
    std::size_t number = 0;
    for_each_case(codec, [&](const NumcodecsCase& one) {
      CAPTURE(one.key);
      const std::size_t max = 2 * npy_elements(one.array).size();
      // Damage of the last of a kind is as good as that of all, and bz2 is slow.
      if (++number % 8 != 0) return;
      for (const Data& bad : damaged(one.encoded, number)) {
        const auto result = decode_extra(one.config, bad, max);
        const std::string word = outcome(result);
        CAPTURE(word);
        const bool is_expected = word == "ok" || word == "decode-failed" || word == "unsupported" ||
                                 word == "limit-exceeded";
        CHECK(is_expected);
        if (result.ok()) CHECK(result.value().size() <= max);
      }
    });
  }
}

}  // namespace
}  // namespace chunkatlas::testing
