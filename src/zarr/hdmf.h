// hdmf-zarr's conventions: attributes that say of an NWB file in Zarr what Zarr itself cannot.
//
//   {"zarr_dtype": "object", "value": {"source", "path", ...}}   an attribute that is a reference
//   zarr_link      of a group: a list of links in it, each {"name", "source", "path", ...}
//   zarr_dtype     of an array: "scalar" for one of shape [1] that stands for its only element
//   .specloc       of the root: where the specifications are
//
// Source: hdmf-zarr, "Storage specification". Error: kInvalidMetadata (a link of another form).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "model/array.h"

namespace chunkatlas {

// Whether the text of an attribute document has one of these: a cheap first look.
[[nodiscard]] bool mentions_hdmf(std::string_view text);

struct HdmfLink {
  std::string name;    // in the group
  std::string target;  // a path; of another store, its source and the path
};
[[nodiscard]] Result<std::vector<HdmfLink>> hdmf_links_of(const json::Value& attrs);

// Whether an array of shape [1] stands for its element.
[[nodiscard]] bool is_hdmf_scalar(const json::Value& attrs, const ArrayMeta& meta);

// Takes the conventions' attributes away, and gives references LINDI's form ({"_REFERENCE": ...}).
void apply_hdmf(json::Value& attrs);

}  // namespace chunkatlas
