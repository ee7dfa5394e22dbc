#include "proc_tools.h"
static const check_test tests[] = {{"x", 0}};
CHECK_MAIN(tests)
