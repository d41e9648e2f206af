#include "plan/read_plan.h"

#include <algorithm>

#include "base/checked.h"
#include "plan/box.h"
#include "plan/grid.h"
#include "plan/requests.h"

namespace chunkatlas {
namespace {

// Wraps where a step leaves the chunk or the result has no elements: the stride is not used then.
std::int64_t scale(std::int64_t stride, std::uint64_t step) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(stride) * step);
}

class Planner {
 public:
  Planner(const Array& array, const Selection& selection, const IndexPages& pages,
          SourceTable& sources)
      : meta_(array.meta),
        layout_(array.layout),
        axes_(selection.axes),
        pages_(pages),
        sources_(sources) {
    plan_.unit = meta_.dtype.is_object() ? 1 : meta_.dtype.itemsize;
    plan_.shape = selection.result_shape();
    is_raw_ = meta_.codecs.empty() && !meta_.dtype.is_object();
  }

  Result<Planned> run() && {
    TRY(check_size());
    set_strides();
    if (plan_.elements > 0) TRY(plan_layout());
    if (!needs_.empty()) return Planned(std::move(needs_));
    plan_.is_covered = covered_ == plan_.elements;
    const auto* chunks = std::get_if<ChunksLayout>(&layout_);
    const bool is_optional = chunks != nullptr && std::holds_alternative<KeyRule>(chunks->where);
    assign_requests(std::move(drafts_), is_optional, plan_);
    return Planned(std::move(plan_));
  }

 private:
  std::size_t rank() const { return axes_.size(); }

  // Of an uncompressed chunk; the metadata's checks say that it fits.
  std::uint64_t chunk_bytes() const { return *checked_product(meta_.chunks) * plan_.unit; }

  Result<void> check_size() {
    const auto elements = checked_product(plan_.shape);
    const auto bytes = elements ? checked_multiply(*elements, plan_.unit) : std::nullopt;
    const std::uint64_t limit = meta_.dtype.is_object() ? kMaxResultObjects : kMaxResultBytes;
    if (!bytes || *bytes > limit) {
      return Error(Code::kLimitExceeded,
                   std::string("the selection has more than ") + std::to_string(limit) +
                       (meta_.dtype.is_object() ? " values" : " bytes") + "; read it in parts");
    }
    plan_.elements = *elements;
    return {};
  }

  // Strides of the stored elements and of the result, both times the selection's step.
  void set_strides() {
    const auto* strided = std::get_if<StridedLayout>(&layout_);
    const auto stored = strided != nullptr ? strided->strides : chunk_strides(meta_, plan_.unit);
    element_strides_ = stored;
    plan_.src_strides.resize(rank());
    plan_.dst_strides.resize(rank());
    auto out = static_cast<std::int64_t>(plan_.unit);
    for (std::size_t axis = rank(); axis-- > 0;) {
      const bool is_single = axes_[axis].count <= 1;
      plan_.src_strides[axis] = is_single ? stored[axis] : scale(stored[axis], axes_[axis].step);
      plan_.dst_strides[axis] = axes_[axis].is_reversed ? -out : out;
      out = scale(out, axes_[axis].count);
    }
  }

  Result<void> plan_layout() {
    if (const auto* external = std::get_if<ExternalLayout>(&layout_)) {
      return Error(Code::kUnsupported, "the chunks are those of dataset \"" + external->dataset +
                                           "\" of another file, \"" +
                                           sources_.at(external->source).name +
                                           "\", which cannot be read yet");
    }
    if (const auto* chunks = std::get_if<ChunksLayout>(&layout_)) return plan_chunks(*chunks);
    std::vector<AxisPiece> whole;
    for (const AxisSelection& axis : axes_) whole.push_back({0, axis.first, axis.count, 0});
    plan_.chunks = 1;
    if (const auto* strided = std::get_if<StridedLayout>(&layout_)) {
      return add_raw(0, whole,
                     {Location::Kind::kRange, strided->source, strided->base, strided->length});
    }
    return add_inline(0, whole, std::get<InlineLayout>(layout_).where);
  }

  Result<void> plan_chunks(const ChunksLayout& layout) {
    std::vector<std::vector<AxisPiece>> pieces;
    plan_.chunks = 1;
    for (std::size_t axis = 0; axis < rank(); ++axis) {
      pieces.push_back(TRY(split_axis(axes_[axis], meta_.chunks[axis], kMaxPieces)));
      plan_.chunks *= pieces.back().size();
      if (plan_.chunks > kMaxPieces) {
        return Error(Code::kLimitExceeded, "the selection touches more than " +
                                               std::to_string(kMaxPieces) +
                                               " chunks; read it in parts");
      }
    }
    Locator locator(meta_, layout, pages_, sources_);
    const std::vector<std::uint64_t> grid = grid_of(meta_.shape, meta_.chunks);
    std::vector<std::size_t> at(rank(), 0);
    std::vector<AxisPiece> box(rank());
    std::vector<std::uint64_t> coordinates(rank());
    for (std::uint64_t n = 0; n < plan_.chunks; ++n) {
      std::uint64_t index = 0;
      for (std::size_t axis = 0; axis < rank(); ++axis) {
        box[axis] = pieces[axis][at[axis]];
        coordinates[axis] = box[axis].chunk;
        index = index * grid[axis] + box[axis].chunk;
      }
      const std::optional<Location> where = TRY(locator.locate(coordinates));
      // With a page missing the rest is looked at only for more of them.
      if (where && locator.needs().empty()) TRY(add_chunk(*where, index, box));
      for (std::size_t axis = rank(); axis-- > 0;) {
        if (++at[axis] < pieces[axis].size()) break;
        at[axis] = 0;
      }
    }
    needs_ = std::move(locator.needs());
    plan_.kept = std::move(locator.kept());
    return {};
  }

  Result<void> add_chunk(const Location& where, std::uint64_t index,
                         std::span<const AxisPiece> box) {
    if (where.kind == Location::Kind::kMissing) {
      ++plan_.missing;
      return {};
    }
    const bool is_kept = where.kind == Location::Kind::kKept;
    if (is_kept || where.kind == Location::Kind::kInline) return add_inline(index, box, where);
    if (is_raw_) return add_raw(index, box, where);
    if (where.length > kMaxEncodedBytes) {
      return at_chunk(index,
                      Error(Code::kLimitExceeded,
                            "an encoded chunk of " + std::to_string(where.length) + " bytes"));
    }
    Piece piece = piece_of(index, box);
    piece.is_encoded = true;
    piece.length = where.length;
    plan_.bytes_wanted += where.length;
    add_draft(piece, where, counts_of(box));
    return {};
  }

  Result<void> add_inline(std::uint64_t index, std::span<const AxisPiece> box,
                          const Location& where) {
    if (is_raw_ && where.length > chunk_bytes()) {
      return at_chunk(index, Error(Code::kDecodeFailed,
                                   "an uncompressed chunk of " + std::to_string(where.length) +
                                       " bytes instead of " + std::to_string(chunk_bytes())));
    }
    Piece piece = piece_of(index, box);
    piece.is_encoded = !is_raw_;
    piece.is_kept = where.kind == Location::Kind::kKept;
    piece.begin = where.offset;
    piece.length = where.length;
    add_draft(piece, where, counts_of(box));
    return {};
  }

  // Bytes of an uncompressed chunk: only the ranges that hold selected elements.
  Result<void> add_raw(std::uint64_t index, std::span<const AxisPiece> axes,
                       const Location& where) {
    const bool is_whole = where.kind == Location::Kind::kWhole;
    const std::uint64_t available = is_whole ? chunk_bytes() : where.length;
    if (available > chunk_bytes()) return at_chunk(index, bad_length(where, chunk_bytes()));
    const Piece whole = piece_of(index, axes);
    Box box{where.offset + whole.src_origin, {}, {}};
    for (const AxisPiece& axis : axes) {
      box.first.push_back(axis.out_first);
      box.counts.push_back(axis.count);
    }
    const BoxSpan span = span_of(box, plan_.src_strides, plan_.unit);
    if (span.offset + span.length > where.offset + available) {
      return at_chunk(index, bad_length(where, span.offset + span.length - where.offset));
    }
    std::vector<Box> parts;
    TRY(cut_box(std::move(box), plan_.src_strides, plan_.unit, kCoalesceRule, kMaxRequests, parts));
    for (const Box& part : parts) add_part(whole, part, where.source);
    if (drafts_.size() <= kMaxPieces) return {};
    return Error(Code::kLimitExceeded, "the selection is scattered over more than " +
                                           std::to_string(kMaxPieces) + " ranges");
  }

  void add_part(const Piece& whole, const Box& part, SourceId source) {
    const BoxSpan span = span_of(part, plan_.src_strides, plan_.unit);
    Piece piece = whole;
    piece.length = span.length;
    piece.src_origin = part.address - span.offset;
    piece.dst_origin = dst_origin(part.first);
    const std::uint64_t elements =
        add_draft(piece, {Location::Kind::kRange, source, span.offset, span.length}, part.counts);
    plan_.bytes_wanted += elements * plan_.unit;
  }

  // Answers how many elements the box has.
  std::uint64_t add_draft(const Piece& piece, const Location& where,
                          std::vector<std::uint64_t> counts) {
    std::uint64_t elements = 1;
    for (std::uint64_t count : counts) elements *= count;
    covered_ += elements;
    drafts_.push_back({piece, where, std::move(counts)});
    return elements;
  }

  static std::vector<std::uint64_t> counts_of(std::span<const AxisPiece> box) {
    std::vector<std::uint64_t> counts;
    for (const AxisPiece& axis : box) counts.push_back(axis.count);
    return counts;
  }

  Piece piece_of(std::uint64_t index, std::span<const AxisPiece> box) const {
    Piece piece;
    piece.chunk = index;
    std::vector<std::uint64_t> first;
    for (std::size_t axis = 0; axis < rank(); ++axis) {
      piece.src_origin += box[axis].first * static_cast<std::uint64_t>(element_strides_[axis]);
      first.push_back(box[axis].out_first);
    }
    piece.dst_origin = dst_origin(first);
    return piece;
  }

  std::uint64_t dst_origin(std::span<const std::uint64_t> first) const {
    std::uint64_t origin = 0;
    for (std::size_t axis = 0; axis < rank(); ++axis) {
      const bool is_reversed = axes_[axis].is_reversed;
      const std::uint64_t place = is_reversed ? axes_[axis].count - 1 - first[axis] : first[axis];
      const std::int64_t stride = plan_.dst_strides[axis];
      origin += place * static_cast<std::uint64_t>(is_reversed ? -stride : stride);
    }
    return origin;
  }

  Error at_chunk(std::uint64_t index, Error error) const {
    return std::move(error).at_chunk(chunk_name(index, meta_, '.'));
  }

  static Error bad_length(const Location& where, std::uint64_t needed) {
    return Error(Code::kInvalidReference, "the reference has " + std::to_string(where.length) +
                                              " bytes, its uncompressed chunk " +
                                              std::to_string(needed))
        .at_range(where.source, where.offset, where.length);
  }

  const ArrayMeta& meta_;
  const Layout& layout_;
  const std::vector<AxisSelection>& axes_;
  const IndexPages& pages_;
  SourceTable& sources_;
  std::vector<PageNeed> needs_;
  bool is_raw_ = false;
  std::vector<std::int64_t> element_strides_;  // of the stored elements, without the step
  ReadPlan plan_;
  std::vector<PieceDraft> drafts_;
  std::uint64_t covered_ = 0;  // elements of the result that some piece gives
};

}  // namespace

std::string chunk_name(std::uint64_t index, const ArrayMeta& meta, char separator) {
  std::vector<std::uint64_t> coordinates = grid_of(meta.shape, meta.chunks);
  for (std::size_t axis = coordinates.size(); axis-- > 0;) {
    const std::uint64_t length = std::max<std::uint64_t>(coordinates[axis], 1);
    coordinates[axis] = index % length;
    index /= length;
  }
  return name_of(coordinates, separator);
}

std::optional<std::uint64_t> ReadPlan::run_of(std::size_t piece) const {
  std::uint64_t run = unit;
  const std::span<const std::uint64_t> counts = counts_of(piece);
  for (std::size_t axis = counts.size(); axis-- > 0;) {
    if (counts[axis] == 1) continue;
    const auto stride = static_cast<std::int64_t>(run);
    if (src_strides[axis] != stride || dst_strides[axis] != stride) return std::nullopt;
    run *= counts[axis];
  }
  return run;
}

Result<Planned> plan_read(const Array& array, const Selection& selection, const IndexPages& pages,
                          SourceTable& sources) {
  return Planner(array, selection, pages, sources).run();
}

}  // namespace chunkatlas
