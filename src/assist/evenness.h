// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A stretch of the spectrum that goes up and down more than the music does, a bass that booms on
/// some notes above all: turned down where it stands out, by a decibel or two.
#ifndef LQ_ASSIST_EVENNESS_H
#define LQ_ASSIST_EVENNESS_H

#include "assist/polish.h"

/// Add a multiband compressor where it is needed.
/// @param done  out: there is one, so that the whole needs no more
LQ_NODISCARD lq_status lq_evenness_correct(lq_polish* polish, bool* done);

#endif
