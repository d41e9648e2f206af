// LINDI's annotations: attributes that say of a Zarr node what Zarr itself cannot.
//
//   _SCALAR               an array of shape [1] is a scalar
//   _SOFT_LINK            a group stands for the node at {"path": ...}
//   _REFERENCE            a value is an object reference (left to the caller as it stands)
//   _COMPOUND_DTYPE       elements of an object array are rows with these fields
//   _EXTERNAL_ARRAY_LINK  the chunks are those of a dataset of another file
//
// Non-finite attribute numbers are the texts "NaN", "Infinity" and "-Infinity" in LINDI's files.
// Source: LINDI, docs/special_zarr_annotations.md.
// Errors: kInvalidMetadata (an annotation of another form).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "model/array.h"

namespace chunkatlas {

// Whether the text of an attribute document names one of the annotations: a cheap first look.
[[nodiscard]] bool mentions_lindi(std::string_view attrs_text);

// The path of a soft link; none where the node is not one.
[[nodiscard]] Result<std::optional<std::string>> soft_link_of(const json::Value& attrs);

struct ExternalLink {
  std::string url;
  std::string dataset;
};
[[nodiscard]] Result<std::optional<ExternalLink>> external_link_of(const json::Value& attrs);

// Applies _SCALAR and _COMPOUND_DTYPE.
[[nodiscard]] Result<void> annotate_array(const json::Value& attrs, ArrayMeta& meta);

// The attributes without annotations.
[[nodiscard]] json::Value without_annotations(json::Value attrs);
// Puts numbers in place of the texts that LINDI writes for NaN and the infinities.
void decode_nonfinite(json::Value& value);

}  // namespace chunkatlas
