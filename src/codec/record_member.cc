// record_member: one field of each structure. Configuration: `member`, the name of the field, and
// `dtype`, the fields of the structure. Source: Kerchunk, codecs.py.
#include "base/checked.h"
#include "codec/decode_error.h"
#include "codec/decoders.h"
#include "codec/numpy_dtype.h"

namespace chunkatlas {
namespace {

constexpr std::string_view kName = "record_member";

struct Member {
  std::size_t offset = 0;
  std::size_t size = 0;       // of the field, sub-array included
  std::size_t structure = 0;  // bytes from one structure to the next
};

class RecordMemberDecoder : public BytesDecoder {
 public:
  explicit RecordMemberDecoder(Member member) : member_(member) {}

  Result<void> decode(Bytes in, SizeLimit limit, Buffer& out) const override {
    if (in.size() % member_.structure != 0) {
      return decode_failed(kName, "no whole number of structures");
    }
    const std::size_t count = in.size() / member_.structure;
    if (count * member_.size > limit.max) return decodes_to_more(kName, limit.max);
    TRY(out.resize(count * member_.size));
    const std::uint8_t* from = in.data() + member_.offset;
    for (std::size_t i = 0; i < count; ++i) {
      std::memcpy(out.data() + i * member_.size, from + i * member_.structure, member_.size);
    }
    return {};
  }

 private:
  Member member_;
};

Error invalid(std::string what) {
  return Error(Code::kInvalidMetadata, "record_member: " + std::move(what));
}

}  // namespace

MadeBytesDecoder make_record_member(const json::Value& config, const DType&) {
  const json::Value* member = config.find("member");
  const std::string* name = member == nullptr ? nullptr : member->as_string();
  if (name == nullptr) return invalid("member is no name");
  const json::Value* dtype = config.find("dtype");
  if (dtype == nullptr) return invalid("no dtype");
  const DType structure = TRY(parse_numpy_dtype(*dtype));
  for (const Field& field : structure.fields) {
    if (field.name != *name) continue;
    const std::size_t size = *checked_product(field.shape) * field.dtype.itemsize;
    if (size == 0) return invalid("the field \"" + *name + "\" has no size");
    return bytes_decoder<RecordMemberDecoder>(Member{field.offset, size, structure.itemsize});
  }
  return invalid("no field \"" + *name + "\" in " + json::to_text(*dtype, json::Style::kPython));
}

}  // namespace chunkatlas
