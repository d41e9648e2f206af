# One test program per folder of tests/native, named after the room it mirrors.
include(Catch)
file(GLOB folders CONFIGURE_DEPENDS LIST_DIRECTORIES true "${PROJECT_SOURCE_DIR}/tests/native/*")
foreach(folder IN LISTS folders)
  get_filename_component(room "${folder}" NAME)
  file(GLOB sources CONFIGURE_DEPENDS "${folder}/*_test.cc")
  if(NOT sources OR NOT TARGET chunkatlas_${room})
    continue()
  endif()
  add_executable(${room}_tests ${sources})
  target_include_directories(${room}_tests PRIVATE "${PROJECT_SOURCE_DIR}/tests/native")
  target_compile_definitions(${room}_tests PRIVATE
    CHUNKATLAS_FIXTURES="${PROJECT_SOURCE_DIR}/tests/fixtures")
  target_link_libraries(${room}_tests PRIVATE
    chunkatlas_${room} chunkatlas_warnings Catch2::Catch2WithMain)
  catch_discover_tests(${room}_tests TEST_PREFIX "${room}: " DISCOVERY_MODE PRE_TEST)
endforeach()
