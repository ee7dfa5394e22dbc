// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Echo: repeats in time or in tempo that grow duller as they fade, in stereo or from side to side.
#ifndef LQ_PROC_ECHO_H
#define LQ_PROC_ECHO_H

#include "lacquer/proc.h"

enum {
  LQ_ECHO_TIME,
  LQ_ECHO_BEATS,
  LQ_ECHO_FEEDBACK,
  LQ_ECHO_PING_PONG,
  LQ_ECHO_LOW_CUT,
  LQ_ECHO_HIGH_CUT,
  LQ_ECHO_SPREAD,
  LQ_ECHO_MIX,
  LQ_ECHO_ON,
  LQ_ECHO_N
};
extern const lq_proc lq_echo;

#endif
