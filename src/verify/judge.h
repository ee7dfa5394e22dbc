// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Judges of one file: each looks at one side of it and adds its remarks.
#ifndef LQ_VERIFY_JUDGE_H
#define LQ_VERIFY_JUDGE_H

#include "verify/entry.h"
#include "verify/remark.h"

/// Can it be read, is it whole, is it in the form that its place takes.
void lq_judge_form(lq_remarks* remarks, const lq_entry* entry);

/// Peaks, clipping, silences, sides, clicks: what was heard in it, its loudness apart.
void lq_judge_sound(lq_remarks* remarks, const lq_entry* entry);

/// What a report states of it against what it is.
void lq_judge_stated(lq_remarks* remarks, const lq_entry* entry);

/// Loudness and codes in its own tags.
void lq_judge_tags(lq_remarks* remarks, const lq_entry* entry);

#endif
