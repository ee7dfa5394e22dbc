// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// One value of a plan: text to number by its row, and back.
#ifndef LQ_SESSION_VALUES_H
#define LQ_SESSION_VALUES_H

#include "session/reading.h"

enum { LQ_NAME_MAX_BYTES = 255, LQ_TEXT_MAX_BYTES = 16384 };

/// A text that may be empty; `key:` with nothing behind it is "".
/// @param what  "title": for errors
LQ_NODISCARD lq_status lq_value_text(const lq_reading* r, const lq_node* node,
                                     const lq_place* place, const char* what, const char** text);

/// A name: not empty, at most LQ_NAME_MAX_BYTES.
LQ_NODISCARD lq_status lq_value_name(const lq_reading* r, const lq_node* node,
                                     const lq_place* place, const char* what, const char** name);

/// @param owner  "hpf": errors say "hpf.freq is '80 ms'; expected 10 to 1000 Hz."; "" for none
LQ_NODISCARD lq_status lq_value_row(const lq_reading* r, const lq_node* node, const lq_place* place,
                                    const char* owner, const lq_param* row, float* value);

/// As lq_value_row(), for what the model keeps as a double.
LQ_NODISCARD lq_status lq_value_double(const lq_reading* r, const lq_node* node,
                                       const lq_place* place, const char* owner,
                                       const lq_param* row, double* value);

/// A time in seconds: "1.5 s", "90 ms", "1:02.5", "1:00:02", or a bare number of seconds.
LQ_NODISCARD lq_status lq_value_time(const lq_reading* r, const lq_node* node,
                                     const lq_place* place, const char* owner, const lq_param* row,
                                     double* time_sec);

LQ_NODISCARD lq_status lq_value_toggle(const lq_reading* r, const lq_node* node,
                                       const lq_place* place, const char* what, bool* on);

/// Automation: [[0 s, -1.5 dB], [42.1 s, 0 dB, hold]], in rising time.
LQ_NODISCARD lq_status lq_value_curve(const lq_reading* r, const lq_node* node,
                                      const lq_place* place, const char* owner, const lq_param* row,
                                      lq_curve* curve);

/// The way back. The shortest text that reads back as the same bits; NULL without memory.
lq_node* lq_value_node(lq_pool* pool, const lq_param* row, float value);
lq_node* lq_value_double_node(lq_pool* pool, double value, const char* unit);
lq_node* lq_value_curve_node(lq_pool* pool, const lq_param* row, const lq_curve* curve);

#endif
