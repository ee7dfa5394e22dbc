// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Roles that a person gives to tracks: `Audio 3=lead-vocal,Audio 5=bass`, or a YAML file that maps
/// names of tracks to roles.
#ifndef LQ_SESSION_ROLE_CHOICE_H
#define LQ_SESSION_ROLE_CHOICE_H

#include "session/roles.h"

typedef struct {
  const char*    track; ///< its name in the plan, or its file's, with or without number and ending
  const lq_role* role;
  lq_at          at; ///< in the file; zero when typed
} lq_role_choice;

typedef struct {
  const lq_role_choice* choices; ///< [n]
  size_t                n;
} lq_role_choices;

/// @param text  a file's path, or the choices themselves
/// An unknown role is an error that lists those there are.
LQ_NODISCARD lq_status lq_role_choices_read(lq_role_choices* choices, lq_pool* pool,
                                            const lq_roles* roles, const char* text,
                                            lq_error* error);

/// What is chosen for a track, or NULL.
/// @param file  its file; NULL is fine
const lq_role_choice* lq_role_choice_find(const lq_role_choices* choices, const char* name,
                                          const char* file);

/// An error for a choice that names no track.
/// @param names  [n_names] of the tracks there are
lq_status lq_role_choice_fail(const lq_role_choice* choice, lq_pool* pool, const char* const* names,
                              size_t n_names, lq_error* error);

/// Give chosen roles to the tracks of a session that have none; roles that it says itself stay.
LQ_NODISCARD lq_status lq_role_choices_give(const lq_role_choices* choices, lq_session* session,
                                            lq_error* error);

#endif
