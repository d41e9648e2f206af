// A shape, a grid and a selection: what is planned stays within the array, and within the limits.
//
// The input's first bytes choose the array; the rest is the selection's text.
//
//   build/fuzz/selection_fuzz -max_total_time=60
#include <cstdlib>

#include "base/checked.h"
#include "plan/read_plan.h"

using namespace chunkatlas;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

// Takes numbers off the front of the input; zeros when it is used up.
class Numbers {
 public:
  explicit Numbers(Bytes bytes) : bytes_(bytes) {}

  std::uint8_t byte() {
    if (bytes_.empty()) return 0;
    const std::uint8_t first = bytes_.front();
    bytes_ = bytes_.subspan(1);
    return first;
  }
  // Mostly small, at times as large as a length can be.
  std::uint64_t length() {
    const std::uint8_t first = byte();
    return first < 0xF0 ? first : (std::uint64_t{byte()} << (first & 15) * 3) & kMaxOffset;
  }
  [[nodiscard]] Bytes rest() const { return bytes_; }

 private:
  Bytes bytes_;
};

Array make_array(Numbers& numbers) {
  Array array;
  const std::uint8_t form = numbers.byte();
  const std::size_t rank = form & 3;
  for (std::size_t axis = 0; axis < rank; ++axis) {
    array.meta.shape.push_back(numbers.length());
    array.meta.chunks.push_back(std::max<std::uint64_t>(numbers.length(), 1));
  }
  for (std::size_t axis = rank; (form & 4) != 0 && axis-- > 0;) {
    array.meta.axis_order.push_back(static_cast<std::uint8_t>(axis));
  }
  array.meta.dtype.kind = DTypeKind::kVoid;
  array.meta.dtype.itemsize = form >> 5;
  if ((form & 8) != 0) array.meta.codecs.push_back({"zlib", {}});
  ChunkTable table;
  for (std::uint64_t index = 0; index < (form & 16); ++index) {
    table.rows.push_back({index, {Location::Kind::kRange, 1, numbers.length(), numbers.length()}});
  }
  array.layout = ChunksLayout{std::move(table)};
  return array;
}

// What metadata has been checked for (zarr/metadata_v2).
bool is_possible(const ArrayMeta& meta) {
  for (const auto* lengths : {&meta.shape, &meta.chunks}) {
    const auto count = checked_product(*lengths);
    const auto bytes = count ? checked_multiply(*count, meta.dtype.itemsize + 1) : std::nullopt;
    if (!bytes || *bytes >> 63 != 0) return false;
  }
  return true;
}

void check(const Array& array, const Selection& selection, const ReadPlan& plan) {
  require(plan.shape == selection.result_shape());
  require(plan.elements == *checked_product(plan.shape));
  require(plan.elements * plan.unit <= kMaxResultBytes);
  require(plan.counts.size() == plan.pieces.size() * array.meta.shape.size());
  std::uint64_t covered = 0;
  for (std::size_t i = 0; i < plan.pieces.size(); ++i) {
    const Piece& piece = plan.pieces[i];
    require(piece.request < plan.requests.size());
    require(piece.begin + piece.length <= plan.requests[piece.request].length);
    const std::uint64_t elements = *checked_product(plan.counts_of(i));
    require(elements > 0);
    covered += elements;
    require(piece.dst_origin + plan.unit <= plan.elements * plan.unit);
  }
  require(covered <= plan.elements);
  require(plan.is_covered == (covered == plan.elements));
  require(plan.missing <= plan.chunks);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Numbers numbers({data, size});
  const Array array = make_array(numbers);
  const Result<Selection> selection = parse_selection(as_text(numbers.rest()), array.meta.shape);
  if (!selection.ok()) return 0;
  require(selection.value().axes.size() == array.meta.shape.size());
  for (std::size_t axis = 0; axis < array.meta.shape.size(); ++axis) {
    const AxisSelection& selected = selection.value().axes[axis];
    if (selected.count == 0) continue;
    require(selected.step > 0);
    require(selected.first + (selected.count - 1) * selected.step < array.meta.shape[axis]);
  }
  if (!is_possible(array.meta)) return 0;
  SourceTable sources;
  (void)sources.intern(Source::Kind::kUrl, "u");
  const Result<Planned> plan = plan_read(array, selection.value(), IndexPages(), sources);
  if (plan.ok()) check(array, selection.value(), std::get<ReadPlan>(plan.value()));
  return 0;
}
