# The WASM modules core.wasm and extra.wasm, in the build folder. Both export plain functions over their
# heap (bindings/abi.h), and so need no glue: all they import is the news that the heap has grown.
add_executable(core
  "${PROJECT_SOURCE_DIR}/bindings/abi.cc"
  "${PROJECT_SOURCE_DIR}/bindings/chunk_decoder.cc"
  "${PROJECT_SOURCE_DIR}/bindings/codec.cc"
  "${PROJECT_SOURCE_DIR}/bindings/file.cc"
  "${PROJECT_SOURCE_DIR}/bindings/handle.cc"
  "${PROJECT_SOURCE_DIR}/bindings/minmax.cc"
  "${PROJECT_SOURCE_DIR}/bindings/read.cc")
set_target_properties(core PROPERTIES SUFFIX ".wasm")
target_include_directories(core PRIVATE "${PROJECT_SOURCE_DIR}")
target_link_libraries(core PRIVATE chunkatlas_session chunkatlas_window chunkatlas_flags)
target_link_options(core PRIVATE
  -O3 -fno-exceptions -fno-rtti -sSTANDALONE_WASM --no-entry -sWASM_BIGINT
  # 1 MiB below 4 GiB, so that no decoder's pointer wraps when a length from a file is added to it.
  -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=4293918720 -sMALLOC=emmalloc
  # Decoder tables overflow the default of 64 KiB.
  -sSTACK_SIZE=1MB
  -sEXPORTED_FUNCTIONS=_malloc,_free)

add_executable(extra "${PROJECT_SOURCE_DIR}/bindings/extra.cc")
set_target_properties(extra PROPERTIES SUFFIX ".wasm")
target_link_libraries(extra PRIVATE chunkatlas_extra chunkatlas_flags)
target_link_options(extra PRIVATE
  -O3 -fno-exceptions -fno-rtti -sSTANDALONE_WASM --no-entry
  -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=4GB -sMALLOC=emmalloc
  -sEXPORTED_FUNCTIONS=_malloc,_free,_decode_bz2,_decode_lzma,_free_outcome)
