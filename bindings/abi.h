// How JavaScript calls the core: plain functions over the heap. js/src/core is the only caller, and
// js/src/core/abi.ts says the same in its language.
//
// A handle is the address of an object that JavaScript frees. Texts and bytes come as address and
// length; a text that goes out lies at an address where two 32-bit numbers say where and how long
// it is, until the next call that answers a text. A function that fails says so by its answer
// (null, false, or a state), and the handle's last error, as JSON, then says why. Plans are packed
// rows (wire.h) of which address and count are asked for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/error.h"
#include "base/json.h"
#include "base/result.h"

#define CHUNKATLAS_EXPORT(name) extern "C" __attribute__((used, export_name(#name)))

namespace chunkatlas::abi {

// Where a text for JavaScript lies.
struct Text {
  const char* data;
  std::size_t size;
};

// Keeps `text` until the next one.
[[nodiscard]] const Text* reply(std::string text);
// {"code", "message"}, and the place as far as it is known: "path", "chunk", "source", "offset" and
// "length".
[[nodiscard]] const Text* reply(const Error& error);

[[nodiscard]] inline std::string_view text_at(const char* data, std::size_t size) {
  return {data, size};
}

[[nodiscard]] inline json::Value text_value(std::string_view text) {
  return json::Value(std::string(text));
}

// A JSON list of texts.
[[nodiscard]] Result<std::vector<std::string>> parse_texts(std::string_view text);

}  // namespace chunkatlas::abi
