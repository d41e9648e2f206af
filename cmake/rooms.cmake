# One static library per room of src/. A room sees the rooms it names and, through them, theirs;
# the layer lint (tests/lint) checks that no file includes any other.

# What our own code is compiled with; the tests alone have exceptions.
add_library(chunkatlas_warnings INTERFACE)
target_compile_options(chunkatlas_warnings INTERFACE -Wall -Wextra -Werror
  # GCC 12 reports both for correct code under optimisation and sanitizers.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict -Wno-maybe-uninitialized>
  # Clang finds std::stable_sort of GCC 12's library to use what that library deprecates.
  $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>)
add_library(chunkatlas_flags INTERFACE)
target_link_libraries(chunkatlas_flags INTERFACE chunkatlas_warnings)
target_compile_options(chunkatlas_flags INTERFACE -fno-exceptions -fno-rtti)

# chunkatlas_room(<name> [USES <room>...] [PRIVATE <target>...]) -> chunkatlas_<name>
function(chunkatlas_room name)
  cmake_parse_arguments(ARG "" "" "USES;PRIVATE" ${ARGN})
  list(TRANSFORM ARG_USES PREPEND chunkatlas_)
  set(target chunkatlas_${name})
  file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/${name}/*.cc")
  if(NOT sources)
    add_library(${target} INTERFACE)
    target_include_directories(${target} INTERFACE "${PROJECT_SOURCE_DIR}/src")
    target_link_libraries(${target} INTERFACE ${ARG_USES})
    return()
  endif()
  add_library(${target} STATIC ${sources})
  target_include_directories(${target} PUBLIC "${PROJECT_SOURCE_DIR}/src")
  target_link_libraries(${target} PUBLIC ${ARG_USES} PRIVATE chunkatlas_flags ${ARG_PRIVATE})
endfunction()
