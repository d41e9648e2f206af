#include "base/error.h"

namespace chunkatlas {

Error::Error(const Error& other) = default;
Error::Error(Error&& other) noexcept = default;
Error& Error::operator=(const Error& other) = default;
Error& Error::operator=(Error&& other) noexcept = default;
Error::~Error() = default;

Error::Error(Code error_code, std::string text) : code(error_code), message(std::move(text)) {
  if (message.size() <= kMaxMessage) return;
  std::size_t end = kMaxMessage;
  while (end > 0 && (message[end] & 0xC0) == 0x80) --end;  // not within a letter of UTF-8
  message.resize(end);
  message += "...";
}

std::string_view code_name(Code code) {
  switch (code) {
    case Code::kInvalidArgument:
      return "invalid-argument";
    case Code::kInvalidSelection:
      return "invalid-selection";
    case Code::kNotFound:
      return "not-found";
    case Code::kWrongKind:
      return "wrong-kind";
    case Code::kInvalidJson:
      return "invalid-json";
    case Code::kInvalidReference:
      return "invalid-reference";
    case Code::kInvalidMetadata:
      return "invalid-metadata";
    case Code::kUnsupported:
      return "unsupported";
    case Code::kUnknownCodec:
      return "unknown-codec";
    case Code::kLinkCycle:
      return "link-cycle";
    case Code::kLimitExceeded:
      return "limit-exceeded";
    case Code::kDecodeFailed:
      return "decode-failed";
    case Code::kChecksumMismatch:
      return "checksum-mismatch";
    case Code::kShortRead:
      return "short-read";
    case Code::kInternal:
      break;
  }
  return "internal";
}

}  // namespace chunkatlas
