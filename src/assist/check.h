// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The check before mastering: is this mix ready, and if not, what is to be mended, where.
#ifndef LQ_ASSIST_CHECK_H
#define LQ_ASSIST_CHECK_H

#include "measure/features.h"
#include "model/facts.h"

/// A mix must leave this much under full scale, dB true peak.
#define LQ_CHECK_HEADROOM_DB 3.0

LQ_NODISCARD lq_status lq_check_mix(lq_findings* findings, lq_pool* pool,
                                    const lq_measured_file* mix, const lq_features* features);

#endif
