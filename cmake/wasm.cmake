# The WASM modules: core.mjs (glue) and core.wasm, and extra.wasm, in the build folder.
add_executable(core "${PROJECT_SOURCE_DIR}/bindings/embind.cc")
set_target_properties(core PROPERTIES SUFFIX ".mjs")
target_include_directories(core PRIVATE "${PROJECT_SOURCE_DIR}")
target_link_libraries(core PRIVATE chunkatlas_session chunkatlas_flags)
# embind refuses -fno-rtti unless it need not name unbound types.
target_compile_definitions(core PRIVATE EMSCRIPTEN_HAS_UNBOUND_TYPE_NAMES=0)
target_link_options(core PRIVATE
  # -fno-rtti at the link picks the embind library that identifies types without type information.
  -lembind -O3 -fno-exceptions -fno-rtti
  # Node hands the module over as bytes; naming it here would put node: imports into the glue.
  -sENVIRONMENT=web,worker
  -sMODULARIZE -sEXPORT_ES6 -sWASM_BIGINT
  -sFILESYSTEM=0 -sDYNAMIC_EXECUTION=0
  # 1 MiB below 4 GiB, so that no decoder's pointer wraps when a length from a file is added to it.
  -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=4293918720 -sMALLOC=emmalloc
  # Decoder tables overflow the default of 64 KiB.
  -sSTACK_SIZE=1MB
  -sEXPORTED_FUNCTIONS=_malloc,_free -sEXPORTED_RUNTIME_METHODS=HEAPU8)

# Plain functions over the heap, and so without glue. All it imports is the news that the heap has grown.
add_executable(extra "${PROJECT_SOURCE_DIR}/bindings/extra.cc")
set_target_properties(extra PROPERTIES SUFFIX ".wasm")
target_link_libraries(extra PRIVATE chunkatlas_extra chunkatlas_flags)
target_link_options(extra PRIVATE
  -O3 -fno-exceptions -fno-rtti -sSTANDALONE_WASM --no-entry
  -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=4GB -sMALLOC=emmalloc
  -sEXPORTED_FUNCTIONS=_malloc,_free,_decode_bz2,_decode_lzma,_free_outcome)
