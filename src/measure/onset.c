// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/onset.h"

#include <string.h>

enum { APART = 6 }; // hops

static const double rise    = 3.981;      // 6 dB
static const double quiet   = 1e-3;       // 30 dB below the recent loudest
static const double sink    = 0.99311605; // 3 dB a second, 100 times a second
static const double nothing = 1e-7;       // -70 dB

bool lq_onset_push(lq_onset* const o, const double energy)
{
  memmove(o->past + 1, o->past, (LQ_ONSET_PAST - 1) * sizeof *o->past);
  o->past[0]       = energy;
  const double now = 0.5 * (o->past[0] + o->past[1]);
  o->recent *= sink;
  o->recent = now > o->recent ? now : o->recent;
  o->since += o->since < 1000;

  // Two pairs of hops, so that the ripple of a low note is not taken for an attack.
  const double a = 0.5 * (o->past[2] + o->past[3]), b = 0.5 * (o->past[3] + o->past[4]);
  const double before = a < b ? a : b;
  if (o->since > APART && now > nothing && now > quiet * o->recent && now > rise * before) {
    o->since = 1;
    return true;
  }
  return false;
}

bool lq_onset_in_attack(const lq_onset* const o)
{
  return o->since && o->since <= APART && o->recent > 0;
}
