// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What was verified, for programs; docs/verify.md has the keys.
#ifndef LQ_VERIFY_JSON_H
#define LQ_VERIFY_JSON_H

#include "verify/verify.h"

#include <jansson.h>

/// @param pool  for texts on the way
/// @return a new reference; NULL without memory
json_t* lq_verified_json(const lq_verified* verified, lq_pool* pool);

#endif
