// The second module as JavaScript sees it: plain functions over the heap, without glue.
// js/src/codecs/extra_module.ts is the only caller.
//
// The caller writes what is to be decoded into the heap (malloc), calls a decoder, reads the
// Outcome and lets go of it (free_outcome).
#include <cstddef>
#include <cstdint>
#include <string>

#include "extra/bz2.h"
#include "extra/lzma.h"

namespace chunkatlas {
namespace {

// What a decoder answers. JavaScript reads the addresses and lengths, which come first.
struct Outcome {
  const std::uint8_t* data = nullptr;
  std::size_t size = 0;
  const char* code = nullptr;  // name of the error; null where there is none
  std::size_t code_size = 0;
  const char* message = nullptr;
  std::size_t message_size = 0;

  Buffer buffer;
  std::string text;
};
static_assert(offsetof(Outcome, size) == sizeof(void*));
static_assert(offsetof(Outcome, message_size) == 5 * sizeof(void*));

Outcome* settle(Outcome* outcome, Result<void> decoded) {
  if (decoded.ok()) {
    outcome->data = outcome->buffer.view().data();
    outcome->size = outcome->buffer.size();
    return outcome;
  }
  const std::string_view code = code_name(decoded.error().code);
  outcome->code = code.data();
  outcome->code_size = code.size();
  outcome->text = std::move(decoded).error().message;
  outcome->message = outcome->text.data();
  outcome->message_size = outcome->text.size();
  return outcome;
}

}  // namespace

extern "C" {

Outcome* decode_bz2(const std::uint8_t* in, std::size_t size, std::size_t max) {
  auto* outcome = new Outcome;
  return settle(outcome, decode_bz2({in, size}, max, outcome->buffer));
}

Outcome* decode_lzma(const std::uint8_t* in, std::size_t size, std::size_t max,
                     std::uint32_t format, const LzmaFilter* filters, std::size_t count) {
  auto* outcome = new Outcome;
  return settle(outcome, decode_lzma(static_cast<LzmaFormat>(format), {filters, count}, {in, size},
                                     max, outcome->buffer));
}

void free_outcome(Outcome* outcome) { delete outcome; }
}

}  // namespace chunkatlas
