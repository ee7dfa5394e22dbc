#include "dsp/limit.h"
#include "dsp/kernels.h"
extern const lq_limit_kernels LQ_KERNELS(limit);
const lq_limit_kernels        LQ_KERNELS(limit) = {0};
