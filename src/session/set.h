// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// One value of a plan from outside it, as `--set` takes it: "limiter.gain=6 dB" in a chain,
/// "Lead Vocal.compressor.ratio=4", "Lead Vocal.fader=-2 dB", "Lead Vocal.plate=-12 dB" in a
/// session. What is set stands in the plan as if it had been written there.
#ifndef LQ_SESSION_SET_H
#define LQ_SESSION_SET_H

#include "lacquer/model.h"

/// DEVICE.ROW=VALUE; DEVICE=VALUE sets the first row; a band's row is DEVICE.bands[1].ROW, counted
/// from 1. The first device of that name is meant.
LQ_NODISCARD lq_status lq_chain_set(const lq_chain* chain, const char* assignment, lq_error* error);

/// STRIP.WHAT=VALUE: a control (trim, polarity, delay, fader, pan), a device of the chain, a send
/// by its target's name, mute or solo.
LQ_NODISCARD lq_status lq_session_set(const lq_session* session, const char* assignment,
                                      lq_error* error);

#endif
