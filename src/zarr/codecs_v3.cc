#include "zarr/codecs_v3.h"

#include <algorithm>
#include <numeric>
#include <string>

#include "base/checked.h"
#include "zarr/dtype_v3.h"
#include "zarr/lengths.h"

namespace chunkatlas {
namespace {

// What a codec takes and gives, in the order in which a chain has them.
enum class Stage { kArrayToArray, kArrayToBytes, kBytesToBytes };

// Codecs whose stage is known. `is_elementwise`: elements do not know of one another, so that
// transposing before or after is the same.
struct StageRow {
  std::string_view id;
  Stage stage;
  bool is_elementwise = false;
};
constexpr StageRow kStages[] = {
    {"astype", Stage::kArrayToArray, true},
    {"bitround", Stage::kArrayToArray, true},
    {"fixedscaleoffset", Stage::kArrayToArray, true},
    {"quantize", Stage::kArrayToArray, true},
    {"delta", Stage::kArrayToArray},
    {"packbits", Stage::kArrayToArray},
    {"pcodec", Stage::kArrayToBytes},
    {"vlen-array", Stage::kArrayToBytes},
    {"vlen-bytes", Stage::kArrayToBytes},
    {"vlen-utf8", Stage::kArrayToBytes},
    {"zfpy", Stage::kArrayToBytes},
    {"adler32", Stage::kBytesToBytes},
    {"blosc", Stage::kBytesToBytes},
    {"bz2", Stage::kBytesToBytes},
    {"crc32", Stage::kBytesToBytes},
    {"crc32c", Stage::kBytesToBytes},
    {"fletcher32", Stage::kBytesToBytes},
    {"gzip", Stage::kBytesToBytes},
    {"jenkins_lookup3", Stage::kBytesToBytes},
    {"lz4", Stage::kBytesToBytes},
    {"lzma", Stage::kBytesToBytes},
    {"shuffle", Stage::kBytesToBytes},
    {"zlib", Stage::kBytesToBytes},
    {"zstd", Stage::kBytesToBytes},
};

const StageRow* find_stage(std::string_view id) {
  const auto* row = std::find_if(std::begin(kStages), std::end(kStages),
                                 [&](const StageRow& candidate) { return candidate.id == id; });
  return row == std::end(kStages) ? nullptr : row;
}

Error bad_codecs(std::string text) { return Error(Code::kInvalidMetadata, std::move(text)); }
Error unsupported(std::string text) { return Error(Code::kUnsupported, std::move(text)); }

// A codec as a chain states it.
struct Stated {
  std::string id;
  const json::Value* configuration = nullptr;  // an object, if there is one
  bool may_skip = false;

  [[nodiscard]] const json::Value* find(std::string_view name) const {
    return configuration == nullptr ? nullptr : configuration->find(name);
  }
};

std::string id_of(std::string_view name) {
  name = name.substr(name.rfind('/') + 1);
  constexpr std::string_view kPrefix = "numcodecs.";
  if (name.starts_with(kPrefix)) name.remove_prefix(kPrefix.size());
  return std::string(name);
}

Result<Stated> parse_stated(const json::Value& value) {
  const json::Value* name = value.as_string() != nullptr ? &value : value.find("name");
  if (name == nullptr || name->as_string() == nullptr) {
    return bad_codecs("a codec without a \"name\": " +
                      json::to_text(value, json::Style::kPython).substr(0, 200));
  }
  Stated stated{.id = id_of(*name->as_string()), .configuration = value.find("configuration")};
  if (stated.configuration != nullptr && stated.configuration->as_object() == nullptr) {
    return bad_codecs("the configuration of codec \"" + stated.id + "\" is not an object");
  }
  const json::Value* must = value.find("must_understand");
  stated.may_skip = must != nullptr && must->as_bool() != nullptr && !*must->as_bool();
  return stated;
}

// In v2's form: the configuration with its "id" in front.
CodecSpec spec_of(const Stated& stated) {
  json::Object config;
  config.push_back({"id", json::Value(stated.id)});
  if (stated.configuration != nullptr) {
    for (const json::Member& member : *stated.configuration->as_object()) {
      if (member.name != "id") config.push_back(member);
    }
  }
  return {stated.id, json::Value(std::move(config)), stated.may_skip};
}

class Chain {
 public:
  explicit Chain(std::span<const std::uint64_t> chunk_shape) : axes_(chunk_shape.size()) {
    result_.chunks.assign(chunk_shape.begin(), chunk_shape.end());
    std::iota(axes_.begin(), axes_.end(), 0);
  }

  Result<CodecsV3> run(const json::Value& list) && {
    TRY(add_list(list));
    if (result_.is_big_endian && has_filter_) {
      return unsupported("filters before big-endian \"bytes\"");
    }
    if (!std::is_sorted(axes_.begin(), axes_.end())) result_.axis_order = axes_;
    return std::move(result_);
  }

 private:
  Result<void> add_list(const json::Value& value) {
    const json::Array* list = value.as_array();
    if (list == nullptr) return bad_codecs("\"codecs\" is not a list");
    stage_ = Stage::kArrayToArray;
    may_be_bytes_ = false;
    for (std::size_t i = 0; i < list->size(); ++i) {
      const Stated stated = TRY(parse_stated((*list)[i]));
      if (stated.id == "sharding_indexed") {
        if (i + 1 < list->size()) return unsupported("codecs behind \"sharding_indexed\"");
        return add_shards(stated);
      }
      TRY(add(stated));
    }
    if (may_be_bytes_) return {};
    return bad_codecs("\"codecs\" has none that makes bytes of an array");
  }

  Result<void> enter(Stage stage, const std::string& id) {
    const bool is_again = stage == Stage::kArrayToBytes && stage_ != Stage::kArrayToArray;
    const bool is_early = stage == Stage::kBytesToBytes && !may_be_bytes_;
    if (stage < stage_ || is_again || is_early) {
      return bad_codecs("codec \"" + id + "\" is out of place");
    }
    stage_ = stage;
    may_be_bytes_ = may_be_bytes_ || stage == Stage::kArrayToBytes;
    return {};
  }

  Result<void> add(const Stated& stated) {
    if (stated.id == "transpose") return transpose(stated);
    if (stated.id == "bytes" || stated.id == "endian") return set_bytes(stated);
    if (const StageRow* row = find_stage(stated.id)) {
      TRY(enter(row->stage, stated.id));
      if (row->stage == Stage::kArrayToArray) {
        has_filter_ = true;
        if (!row->is_elementwise) ordered_filter_ = stated.id;
      }
    } else {
      may_be_bytes_ = true;
    }
    result_.codecs.push_back(spec_of(stated));
    return {};
  }

  Result<void> set_bytes(const Stated& stated) {
    TRY(enter(Stage::kArrayToBytes, stated.id));
    result_.is_bytes = true;
    result_.is_big_endian = TRY(is_big_endian(stated));
    return {};
  }

  // Where it is not stated zarr-python takes the elements for little-endian.
  static Result<bool> is_big_endian(const Stated& bytes) {
    const json::Value* endian = bytes.find("endian");
    if (endian == nullptr || endian->is_null()) return false;
    const std::string* text = endian->as_string();
    if (text == nullptr || (*text != "little" && *text != "big")) {
      return bad_codecs("\"endian\" is neither \"little\" nor \"big\"");
    }
    return *text == "big";
  }

  Result<void> transpose(const Stated& stated) {
    TRY(enter(Stage::kArrayToArray, stated.id));
    if (!ordered_filter_.empty()) {
      return unsupported("codec \"" + ordered_filter_ + "\" before \"transpose\"");
    }
    const std::vector<std::uint8_t> order = TRY(parse_order(stated.find("order")));
    std::vector<std::uint8_t> axes;
    for (std::uint8_t axis : order) axes.push_back(axes_[axis]);
    axes_ = std::move(axes);
    return {};
  }

  // A permutation of the axes; early drafts had "C" and "F" as well.
  Result<std::vector<std::uint8_t>> parse_order(const json::Value* value) const {
    std::vector<std::uint8_t> order(axes_.size());
    std::iota(order.begin(), order.end(), 0);
    const std::string* text = value == nullptr ? nullptr : value->as_string();
    if (text != nullptr && *text == "C") return order;
    if (text != nullptr && *text == "F") return std::vector(order.rbegin(), order.rend());
    const json::Array* list = value == nullptr ? nullptr : value->as_array();
    const std::vector<std::uint8_t> sorted = order;
    const bool is_list = list != nullptr && list->size() == order.size();
    for (std::size_t i = 0; is_list && i < order.size(); ++i) {
      const auto axis = (*list)[i].as_count();
      order[i] = static_cast<std::uint8_t>(axis && *axis < order.size() ? *axis : order.size());
    }
    if (is_list && std::is_permutation(order.begin(), order.end(), sorted.begin())) return order;
    return bad_codecs("\"order\" of \"transpose\" is no permutation of the axes");
  }

  // What lies within a shard is another chain, whose axes are those of the shard as stored.
  Result<void> add_shards(const Stated& stated) {
    TRY(enter(Stage::kArrayToBytes, stated.id));
    if (!result_.codecs.empty()) return unsupported("filters before \"sharding_indexed\"");
    if (stated.configuration == nullptr) return bad_codecs("shards without a configuration");
    ShardLevel level;
    level.shape = result_.chunks;
    level.grid.resize(axes_.size());
    if (!std::is_sorted(axes_.begin(), axes_.end())) level.axis_order = axes_;
    TRY(set_chunks(*stated.configuration, level));
    TRY(set_index(stated, level));
    result_.shards.push_back(std::move(level));
    const json::Value* codecs = stated.find("codecs");
    if (codecs == nullptr) return bad_codecs("shards without \"codecs\"");
    return add_list(*codecs);
  }

  Result<void> set_chunks(const json::Value& configuration, ShardLevel& level) {
    const std::vector<std::uint64_t> shape = TRY(parse_lengths(configuration, "chunk_shape"));
    if (shape.size() != axes_.size()) {
      return bad_codecs("\"chunk_shape\" has " + std::to_string(shape.size()) + " lengths for " +
                        std::to_string(axes_.size()) + " axes");
    }
    for (std::size_t i = 0; i < shape.size(); ++i) {
      const std::size_t axis = axes_[i];
      if (shape[i] == 0 || level.shape[axis] % shape[i] != 0) {
        return bad_codecs("shards of " + std::to_string(level.shape[axis]) +
                          " are no multiple of chunks of " + std::to_string(shape[i]));
      }
      level.grid[axis] = level.shape[axis] / shape[i];
      result_.chunks[axis] = shape[i];
    }
    const auto count = checked_product(level.grid);
    if (count && *count <= kMaxShardChunks) return {};
    return Error(Code::kLimitExceeded,
                 "shards of more than " + std::to_string(kMaxShardChunks) + " chunks");
  }

  static Result<void> set_index(const Stated& stated, ShardLevel& level) {
    if (const json::Value* location = stated.find("index_location")) {
      const std::string* text = location->as_string();
      if (text == nullptr || (*text != "start" && *text != "end")) {
        return bad_codecs("\"index_location\" is neither \"start\" nor \"end\"");
      }
      level.is_index_at_start = *text == "start";
    }
    const json::Value* codecs = stated.find("index_codecs");
    const json::Array* list = codecs == nullptr ? nullptr : codecs->as_array();
    if (list == nullptr) return bad_codecs("\"index_codecs\" is not a list");
    for (std::size_t i = 0; i < list->size(); ++i) {
      const Stated codec = TRY(parse_stated((*list)[i]));
      if (i == 0 && codec.id == "bytes") {
        level.is_index_big_endian = TRY(is_big_endian(codec));
        continue;
      }
      if (i != 1 || codec.id != "crc32c") {
        return unsupported("codec \"" + codec.id + "\" of the index of shards");
      }
      level.has_checksum = true;
    }
    if (!list->empty()) return {};
    return bad_codecs("\"index_codecs\" is empty");
  }

  CodecsV3 result_;
  std::vector<std::uint8_t> axes_;  // of the array, in the order in which what is encoded has them
  Stage stage_ = Stage::kArrayToArray;
  bool may_be_bytes_ = false;  // some codec has made bytes, or one that is not known may have
  bool has_filter_ = false;
  std::string ordered_filter_;  // the last filter that is not elementwise
};

// Members that name a data type, or follow from the array's.
constexpr std::string_view kTypeMembers[] = {"dtype", "astype", "encode_dtype", "decode_dtype"};

struct DefaultRow {
  std::string_view id;
  std::string_view member;
};
constexpr DefaultRow kTypeDefaults[] = {
    {"fixedscaleoffset", "dtype"},
    {"quantize", "dtype"},
    {"astype", "decode_dtype"},
    {"delta", "dtype"},
};

json::Value& member_of(json::Object& object, std::string_view name) {
  for (json::Member& member : object) {
    if (member.name == name) return member.value;
  }
  object.push_back({std::string(name), json::Value()});
  return object.back().value;
}

// NumPy takes "float32" and "f4" for "<f4".
std::string typestr_of(const std::string& text) {
  const std::string named = typestr_of_name(text);
  if (!named.empty()) return named;
  const bool is_short =
      !text.empty() && std::string_view("biufc").find(text[0]) != std::string_view::npos;
  return is_short ? (text.ends_with("1") ? "|" : "<") + text : text;
}

}  // namespace

Result<CodecsV3> parse_codecs_v3(const json::Value& list,
                                 std::span<const std::uint64_t> chunk_shape) {
  return Chain(chunk_shape).run(list);
}

void complete_codecs(const DType& dtype, std::vector<CodecSpec>& codecs) {
  for (CodecSpec& codec : codecs) {
    json::Object& config = *codec.config.as_object();
    for (std::string_view name : kTypeMembers) {
      const json::Value* value = codec.config.find(name);
      if (value == nullptr || value->as_string() == nullptr) continue;
      member_of(config, name) = json::Value(typestr_of(*value->as_string()));
    }
    for (const DefaultRow& row : kTypeDefaults) {
      if (row.id != codec.id) continue;
      json::Value& value = member_of(config, row.member);
      if (value.is_null()) value = json::Value(to_string(dtype));
    }
    if (codec.id != "shuffle") continue;
    json::Value& size = member_of(config, "elementsize");
    if (size.is_null()) size = json::Value(std::uint64_t{dtype.itemsize});
  }
}

}  // namespace chunkatlas
