// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The time of a drum kit. No one delay aligns everything: each drum reaches each microphone at its
/// own time. The snare is the anchor, because its hits are loud, short and heard everywhere.
/// Overheads and rooms stay where they are, so that the picture they make of the kit stays whole;
/// all close microphones together wait until the snare reaches the overheads, so that they keep
/// their relation to each other; spots on hats and cymbals wait as much less as they hear the snare
/// later themselves.
#ifndef LQ_ASSIST_KIT_TIME_H
#define LQ_ASSIST_KIT_TIME_H

#include "assist/mic_waits.h"

LQ_NODISCARD lq_status lq_wait_for_overheads(lq_mic_waits* waits, lq_error* error);

#endif
