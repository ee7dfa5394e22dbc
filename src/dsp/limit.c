#include "dsp/limit.h"
