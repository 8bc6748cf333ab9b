-- +goose Up
-- Every table of an authority leads with authority_id in its keys, so that one schema serves one file, one server
-- and a cluster distributed by authority. Money is in tiyn, months are text 'YYYY-MM', what is hashed is text.

CREATE TABLE authority (
  authority_id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('nation', 'region', 'city', 'district', 'settlement')),
  name_kk TEXT NOT NULL,
  name_ru TEXT NOT NULL,
  name_en TEXT NOT NULL,
  joined_on TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE authority_parent (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  from_day TEXT NOT NULL,
  to_day TEXT,
  parent_id TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, from_day)
) STRICT, WITHOUT ROWID;

CREATE TABLE authority_profile (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  from_day TEXT NOT NULL,
  profile TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, from_day)
) STRICT, WITHOUT ROWID;

-- A territory passes from one profile to another: proposed with a preview, approved by a second person, carried out on its day.
CREATE TABLE profile_switch (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  switch_id TEXT NOT NULL,
  profile TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  from_day TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('proposed', 'approved', 'carried_out', 'cancelled')),
  preview TEXT NOT NULL,
  preview_sha256 TEXT NOT NULL,
  proposed_by TEXT NOT NULL,
  approved_by TEXT NOT NULL,
  carried_out_on TEXT,
  reason TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, switch_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX profile_switch_live ON profile_switch (authority_id) WHERE state IN ('proposed', 'approved');

CREATE TABLE population (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  territory TEXT NOT NULL,
  birth_year INTEGER NOT NULL,
  as_of TEXT NOT NULL,
  children INTEGER NOT NULL CHECK (children >= 0),
  source TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, territory, birth_year, as_of)
) STRICT, WITHOUT ROWID;

CREATE TABLE provider (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  provider_id TEXT NOT NULL,
  bin TEXT NOT NULL,
  name TEXT NOT NULL,
  iban TEXT NOT NULL,
  generated INTEGER NOT NULL CHECK (generated IN (0, 1)),
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, provider_id),
  UNIQUE (authority_id, bin)
) STRICT, WITHOUT ROWID;

CREATE TABLE kindergarten (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  kindergarten_id TEXT NOT NULL,
  code TEXT NOT NULL,
  provider_id TEXT NOT NULL,
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  former_names TEXT NOT NULL,
  ownership TEXT NOT NULL CHECK (ownership IN ('state', 'private')),
  kind TEXT NOT NULL CHECK (kind IN ('kindergarten', 'mini_centre', 'complex')),
  group_count INTEGER NOT NULL CHECK (group_count > 0),
  places INTEGER NOT NULL CHECK (places > 0),
  places_source TEXT NOT NULL,
  opened TEXT NOT NULL,
  closed_on TEXT,
  state_order INTEGER NOT NULL CHECK (state_order IN (0, 1)),
  district TEXT NOT NULL,
  settlement TEXT NOT NULL,
  lat INTEGER NOT NULL,
  lon INTEGER NOT NULL,
  languages TEXT NOT NULL,
  regime TEXT NOT NULL,
  ref TEXT NOT NULL,
  generated TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, kindergarten_id),
  UNIQUE (authority_id, code),
  FOREIGN KEY (authority_id, provider_id) REFERENCES provider (authority_id, provider_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX kindergarten_provider ON kindergarten (authority_id, provider_id);

-- "group" is a word of SQL, so the table of groups is called by the paper's longer name.
CREATE TABLE age_group (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  group_id TEXT NOT NULL,
  kindergarten_id TEXT NOT NULL,
  number INTEGER NOT NULL CHECK (number > 0),
  age INTEGER NOT NULL CHECK (age BETWEEN 0 AND 7),
  birth_year INTEGER NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('kk', 'ru')),
  kind TEXT NOT NULL CHECK (kind IN ('general', 'special', 'sanatorium', 'inclusive', 'pre_school_class')),
  seats INTEGER NOT NULL CHECK (seats > 0),
  closed INTEGER NOT NULL CHECK (closed BETWEEN 0 AND seats),
  close_reason TEXT NOT NULL,
  placed INTEGER NOT NULL CHECK (placed >= 0),
  offered INTEGER NOT NULL CHECK (offered >= 0),
  generated INTEGER NOT NULL CHECK (generated IN (0, 1)),
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, group_id),
  UNIQUE (authority_id, kindergarten_id, number),
  FOREIGN KEY (authority_id, kindergarten_id) REFERENCES kindergarten (authority_id, kindergarten_id),
  -- Seats never above capacity, whatever a program does.
  CONSTRAINT age_group_capacity CHECK (placed + offered <= seats - closed),
  CHECK ((closed = 0) = (close_reason = ''))
) STRICT, WITHOUT ROWID;

-- Seats that are closed to new children: why, since when, by whom. Public.
CREATE TABLE seat_closure (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  closure_id TEXT NOT NULL,
  group_id TEXT NOT NULL,
  seats INTEGER NOT NULL CHECK (seats > 0),
  reason TEXT NOT NULL,
  from_day TEXT NOT NULL,
  to_day TEXT,
  ended_on TEXT,
  closed_by TEXT NOT NULL,
  act TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, closure_id),
  FOREIGN KEY (authority_id, group_id) REFERENCES age_group (authority_id, group_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX seat_closure_group ON seat_closure (authority_id, group_id);
CREATE INDEX seat_closure_live ON seat_closure (authority_id, from_day) WHERE ended_on IS NULL;

-- What changes the seats of a kindergarten from a day on, with its legal act. Public.
CREATE TABLE capacity_event (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  event_id TEXT NOT NULL,
  kindergarten_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('opening', 'expansion', 'reduction', 'closure', 'renovation', 'merger', 'renaming', 'change_of_type')),
  state TEXT NOT NULL CHECK (state IN ('recorded', 'carried_out', 'cancelled')),
  from_day TEXT NOT NULL,
  to_day TEXT,
  group_id TEXT,
  seats INTEGER NOT NULL,
  into_id TEXT,
  new_name TEXT NOT NULL,
  new_kind TEXT NOT NULL,
  birth_year INTEGER NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('', 'kk', 'ru')),
  act TEXT NOT NULL,
  recorded_by TEXT NOT NULL,
  carried_out_on TEXT,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, event_id),
  FOREIGN KEY (authority_id, kindergarten_id) REFERENCES kindergarten (authority_id, kindergarten_id),
  FOREIGN KEY (authority_id, group_id) REFERENCES age_group (authority_id, group_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX capacity_event_kindergarten ON capacity_event (authority_id, kindergarten_id);
CREATE INDEX capacity_event_group ON capacity_event (authority_id, group_id);
CREATE INDEX capacity_event_done ON capacity_event (authority_id, kind) WHERE state = 'carried_out';
CREATE INDEX capacity_event_due ON capacity_event (authority_id, from_day) WHERE state = 'recorded';

CREATE TABLE guardian (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  guardian_id TEXT NOT NULL,
  iin TEXT NOT NULL,
  phone TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, guardian_id),
  UNIQUE (authority_id, iin)
) STRICT, WITHOUT ROWID;

CREATE TABLE child (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  child_id TEXT NOT NULL,
  iin TEXT NOT NULL,
  birth_date TEXT NOT NULL,
  guardian_id TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('kk', 'ru')),
  district TEXT NOT NULL,
  lat INTEGER NOT NULL,
  lon INTEGER NOT NULL,
  generated INTEGER NOT NULL CHECK (generated IN (0, 1)),
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, child_id),
  UNIQUE (authority_id, iin),
  FOREIGN KEY (authority_id, guardian_id) REFERENCES guardian (authority_id, guardian_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX child_guardian ON child (authority_id, guardian_id);

CREATE TABLE application (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  application_id TEXT NOT NULL,
  child_id TEXT NOT NULL,
  guardian_id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('drafted', 'submitted', 'queued', 'suspended', 'offered', 'placed', 'withdrawn', 'closed', 'refused')),
  registered_at TEXT,
  sequence INTEGER NOT NULL,
  class TEXT NOT NULL CHECK (class IN ('extraordinary', 'priority', 'general')),
  ground TEXT NOT NULL,
  proof TEXT NOT NULL CHECK (proof IN ('', 'claimed', 'verified', 'refused', 'expired')),
  proof_due TEXT,
  proof_issued TEXT,
  proof_valid TEXT,
  proof_via TEXT NOT NULL CHECK (proof_via IN ('', 'officer', 'register')),
  birth_date TEXT NOT NULL,
  settlement TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('kk', 'ru')),
  also_language TEXT NOT NULL CHECK (also_language IN ('', 'kk', 'ru')),
  group_kind TEXT NOT NULL CHECK (group_kind IN ('general', 'special', 'sanatorium', 'inclusive', 'pre_school_class')),
  advice_on TEXT,
  consent_on TEXT,
  start_on TEXT,
  facts TEXT NOT NULL,
  family_id TEXT NOT NULL,
  suspended_until TEXT,
  restored INTEGER NOT NULL,
  source TEXT NOT NULL,
  request_key TEXT NOT NULL,
  confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1)),
  reason TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, application_id),
  FOREIGN KEY (authority_id, child_id) REFERENCES child (authority_id, child_id),
  FOREIGN KEY (authority_id, guardian_id) REFERENCES guardian (authority_id, guardian_id)
) STRICT, WITHOUT ROWID;
-- One live application per child.
CREATE UNIQUE INDEX application_live ON application (authority_id, child_id) WHERE state IN ('drafted', 'submitted', 'queued', 'suspended', 'offered');
-- A submission that is sent twice is one application.
CREATE UNIQUE INDEX application_request ON application (authority_id, request_key) WHERE request_key <> '';
CREATE INDEX application_child ON application (authority_id, child_id);
CREATE INDEX application_guardian ON application (authority_id, guardian_id);
CREATE INDEX application_state ON application (authority_id, state);
CREATE INDEX application_suspended ON application (authority_id, suspended_until) WHERE state = 'suspended';
CREATE INDEX application_claimed ON application (authority_id, proof_due) WHERE proof = 'claimed';

-- What a family hands in: the scan is personal, so it is read only by the method that writes down who looked.
CREATE TABLE document (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  document_id TEXT NOT NULL,
  application_id TEXT NOT NULL,
  type TEXT NOT NULL,
  issued_on TEXT,
  valid_until TEXT,
  media_type TEXT NOT NULL CHECK (media_type IN ('application/pdf', 'image/jpeg', 'image/png')),
  size_bytes INTEGER NOT NULL CHECK (size_bytes > 0),
  sha256 TEXT NOT NULL,
  scan BLOB,
  checked TEXT NOT NULL CHECK (checked IN ('', 'genuine', 'refused')),
  checked_on TEXT,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, document_id),
  FOREIGN KEY (authority_id, application_id) REFERENCES application (authority_id, application_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_application ON document (authority_id, application_id);

-- How a guardian is reached: two channels of its own, and a second person.
CREATE TABLE contact (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  contact_id TEXT NOT NULL,
  guardian_id TEXT NOT NULL,
  way TEXT NOT NULL CHECK (way IN ('sms', 'email', 'second_contact')),
  address TEXT NOT NULL,
  confirmed_on TEXT,
  asked_on TEXT,
  failed_on TEXT,
  code TEXT NOT NULL,
  tries INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, contact_id),
  UNIQUE (authority_id, guardian_id, way),
  FOREIGN KEY (authority_id, guardian_id) REFERENCES guardian (authority_id, guardian_id)
) STRICT, WITHOUT ROWID;

-- Who acts for a child besides or after the guardian of its registration, and on which legal act.
CREATE TABLE guardianship (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  guardianship_id TEXT NOT NULL,
  child_id TEXT NOT NULL,
  guardian_id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('claimed', 'in_force', 'ended', 'dropped')),
  ground TEXT NOT NULL,
  act TEXT NOT NULL,
  from_day TEXT NOT NULL,
  to_day TEXT,
  entered_by TEXT NOT NULL,
  approved_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, guardianship_id),
  FOREIGN KEY (authority_id, child_id) REFERENCES child (authority_id, child_id),
  FOREIGN KEY (authority_id, guardian_id) REFERENCES guardian (authority_id, guardian_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX guardianship_child ON guardianship (authority_id, child_id);
CREATE INDEX guardianship_guardian ON guardianship (authority_id, guardian_id);
CREATE INDEX guardianship_state ON guardianship (authority_id, state);
CREATE UNIQUE INDEX guardianship_in_force ON guardianship (authority_id, child_id) WHERE state = 'in_force';

-- A child of the staff: asked for by the head, verified by the authority, marked in the public protocol.
CREATE TABLE staff_admission (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  staff_id TEXT NOT NULL,
  application_id TEXT NOT NULL,
  kindergarten_id TEXT NOT NULL,
  group_id TEXT NOT NULL,
  relation TEXT NOT NULL CHECK (relation IN ('child', 'grandchild')),
  state TEXT NOT NULL CHECK (state IN ('claimed', 'verified', 'refused')),
  asked_by TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_on TEXT,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, staff_id),
  FOREIGN KEY (authority_id, application_id) REFERENCES application (authority_id, application_id),
  FOREIGN KEY (authority_id, kindergarten_id) REFERENCES kindergarten (authority_id, kindergarten_id),
  FOREIGN KEY (authority_id, group_id) REFERENCES age_group (authority_id, group_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX staff_admission_application ON staff_admission (authority_id, application_id);
CREATE INDEX staff_admission_state ON staff_admission (authority_id, state);
CREATE INDEX staff_admission_kindergarten ON staff_admission (authority_id, kindergarten_id);
CREATE INDEX staff_admission_group ON staff_admission (authority_id, group_id);

-- An appeal has a number and terms; its text is personal.
CREATE TABLE appeal (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  appeal_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  application_id TEXT,
  child_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('refusal', 'proof', 'offer', 'papers', 'dispute')),
  subject TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('submitted', 'forwarded', 'upheld', 'dismissed', 'withdrawn')),
  words TEXT NOT NULL,
  decided_by_first TEXT NOT NULL,
  submitted_at TEXT NOT NULL,
  forward_by TEXT NOT NULL,
  forwarded_on TEXT,
  forwarded_by TEXT NOT NULL,
  decide_by TEXT NOT NULL,
  overdue_on TEXT,
  late INTEGER NOT NULL CHECK (late IN (0, 1)),
  decided_on TEXT,
  decided_by TEXT NOT NULL,
  answer TEXT NOT NULL,
  quoted TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, appeal_id),
  UNIQUE (authority_id, number),
  FOREIGN KEY (authority_id, application_id) REFERENCES application (authority_id, application_id),
  FOREIGN KEY (authority_id, child_id) REFERENCES child (authority_id, child_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX appeal_application ON appeal (authority_id, application_id);
CREATE INDEX appeal_child ON appeal (authority_id, child_id);
CREATE INDEX appeal_state ON appeal (authority_id, state);
-- One live appeal against one decision.
CREATE UNIQUE INDEX appeal_live ON appeal (authority_id, subject) WHERE state IN ('submitted', 'forwarded');

CREATE TABLE choice (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  application_id TEXT NOT NULL,
  rank INTEGER NOT NULL CHECK (rank > 0),
  kindergarten_id TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, application_id, rank),
  UNIQUE (authority_id, application_id, kindergarten_id),
  FOREIGN KEY (authority_id, application_id) REFERENCES application (authority_id, application_id),
  FOREIGN KEY (authority_id, kindergarten_id) REFERENCES kindergarten (authority_id, kindergarten_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX choice_kindergarten ON choice (authority_id, kindergarten_id);

-- Numbers that are drawn once: the row is locked until the transaction that drew ends.
CREATE TABLE counter (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  name TEXT NOT NULL,
  value INTEGER NOT NULL,
  last_at TEXT,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, name)
) STRICT, WITHOUT ROWID;

-- One row per stay in a queue: enough to replay every position, and nothing per waiting child and event.
CREATE TABLE queue_entry (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  application_id TEXT NOT NULL,
  entered_at TEXT NOT NULL,
  queue TEXT NOT NULL,
  class TEXT NOT NULL,
  proof TEXT NOT NULL,
  enter_reason TEXT NOT NULL,
  left_at TEXT,
  leave_reason TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, application_id, entered_at),
  FOREIGN KEY (authority_id, application_id) REFERENCES application (authority_id, application_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX queue_entry_queue ON queue_entry (authority_id, queue, entered_at);
CREATE INDEX queue_entry_now ON queue_entry (authority_id, application_id) WHERE left_at IS NULL;

-- A day on which every queue is labelled anew: families are told before, and it is carried out once.
CREATE TABLE queue_refresh (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  on_day TEXT NOT NULL,
  announced_on TEXT,
  carried_out_on TEXT,
  moved INTEGER NOT NULL CHECK (moved >= 0),
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, on_day)
) STRICT, WITHOUT ROWID;

CREATE TABLE queue_carry (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  queue TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  turns INTEGER NOT NULL CHECK (turns >= 0),
  owed TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, queue, changed_at)
) STRICT, WITHOUT ROWID;

-- The seeds of the draws, each published before its draw: whoever registered before it takes part.
CREATE TABLE lottery_seed (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  on_day TEXT NOT NULL,
  seed TEXT NOT NULL CHECK (length(seed) = 64),
  source TEXT NOT NULL,
  published_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, on_day)
) STRICT, WITHOUT ROWID;

CREATE TABLE round (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  round_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('voucher', 'seat', 'choice', 'transfer')),
  on_day TEXT NOT NULL,
  profile TEXT NOT NULL,
  profile_sha256 TEXT NOT NULL,
  problem_sha256 TEXT NOT NULL,
  outcome_sha256 TEXT NOT NULL,
  children INTEGER NOT NULL,
  seats INTEGER NOT NULL,
  offers INTEGER NOT NULL,
  carry TEXT NOT NULL,
  plan_id TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, round_id),
  UNIQUE (authority_id, kind, on_day),
  UNIQUE (authority_id, number)
) STRICT, WITHOUT ROWID;

-- A preview of a round: kept so that a second person publishes what the first one saw, or nothing.
CREATE TABLE round_plan (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  plan_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('voucher', 'seat', 'choice', 'transfer')),
  on_day TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('drafted', 'published', 'cancelled')),
  profile_sha256 TEXT NOT NULL,
  problem_sha256 TEXT NOT NULL,
  outcome_sha256 TEXT NOT NULL,
  children INTEGER NOT NULL,
  seats INTEGER NOT NULL,
  offers INTEGER NOT NULL,
  drafted_by TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  reason TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, plan_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX round_plan_live ON round_plan (authority_id, kind, on_day) WHERE state = 'drafted';

CREATE TABLE offer (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  offer_id TEXT NOT NULL,
  application_id TEXT NOT NULL,
  child_id TEXT NOT NULL,
  round_id TEXT,
  of_what TEXT NOT NULL CHECK (of_what IN ('voucher', 'seat')),
  source TEXT NOT NULL CHECK (source IN ('round', 'choice', 'waitlist', 'staff', 'closure')),
  market TEXT NOT NULL,
  group_id TEXT,
  state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'fulfilled', 'declined', 'expired', 'annulled')),
  offered_at TEXT NOT NULL,
  delivered_at TEXT,
  answer_by TEXT NOT NULL,
  notice_via TEXT NOT NULL CHECK (notice_via IN ('', 'sms', 'email', 'account', 'second_contact', 'counter', 'public')),
  notice_tries INTEGER NOT NULL,
  noticed_on TEXT,
  reminded_on TEXT,
  answered_at TEXT,
  contract_by TEXT,
  papers TEXT NOT NULL CHECK (papers IN ('', 'submitted', 'accepted', 'refused')),
  papers_why TEXT NOT NULL CHECK (papers_why IN ('', 'incomplete', 'expired', 'vaccination')),
  papers_at TEXT,
  extended INTEGER NOT NULL,
  annulled_why TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, offer_id),
  FOREIGN KEY (authority_id, application_id) REFERENCES application (authority_id, application_id),
  FOREIGN KEY (authority_id, round_id) REFERENCES round (authority_id, round_id),
  FOREIGN KEY (authority_id, group_id) REFERENCES age_group (authority_id, group_id),
  CHECK ((of_what = 'seat') = (group_id IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX offer_live ON offer (authority_id, application_id) WHERE state IN ('open', 'accepted');
CREATE INDEX offer_application ON offer (authority_id, application_id);
CREATE INDEX offer_round ON offer (authority_id, round_id);
CREATE INDEX offer_group ON offer (authority_id, group_id);
CREATE INDEX offer_state ON offer (authority_id, state);
CREATE INDEX offer_untold ON offer (authority_id, offered_at) WHERE state = 'open' AND delivered_at IS NULL;
CREATE INDEX offer_answer ON offer (authority_id, answer_by) WHERE state = 'open';
CREATE INDEX offer_contract ON offer (authority_id, contract_by) WHERE state = 'accepted';

-- What a family lets the kindergarten of its accepted offer see, and nothing else.
CREATE TABLE shown_document (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  offer_id TEXT NOT NULL,
  document_id TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, offer_id, document_id),
  FOREIGN KEY (authority_id, offer_id) REFERENCES offer (authority_id, offer_id),
  FOREIGN KEY (authority_id, document_id) REFERENCES document (authority_id, document_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX shown_document_document ON shown_document (authority_id, document_id);

-- One row per attempt to tell a family of an offer.
CREATE TABLE notice (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  notice_id TEXT NOT NULL,
  offer_id TEXT NOT NULL,
  way TEXT NOT NULL CHECK (way IN ('sms', 'email', 'account', 'second_contact', 'counter', 'public')),
  template TEXT NOT NULL,
  delivered INTEGER NOT NULL CHECK (delivered IN (0, 1)),
  on_day TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, notice_id),
  FOREIGN KEY (authority_id, offer_id) REFERENCES offer (authority_id, offer_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX notice_offer ON notice (authority_id, offer_id);

CREATE TABLE voucher (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  voucher_id TEXT NOT NULL,
  child_id TEXT NOT NULL,
  application_id TEXT NOT NULL,
  market TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('issued', 'activated', 'exhausted', 'returned', 'expired')),
  source TEXT NOT NULL CHECK (source IN ('round', 'opening', 'switch', 'staff')),
  issued_at TEXT NOT NULL,
  activated_on TEXT,
  ended_on TEXT,
  choose_by TEXT,
  chosen_on TEXT,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, voucher_id),
  FOREIGN KEY (authority_id, child_id) REFERENCES child (authority_id, child_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX voucher_live ON voucher (authority_id, child_id) WHERE state IN ('issued', 'activated');
CREATE INDEX voucher_child ON voucher (authority_id, child_id);
CREATE INDEX voucher_state ON voucher (authority_id, state);
CREATE INDEX voucher_choose ON voucher (authority_id, choose_by) WHERE state = 'issued';

CREATE TABLE waitlist (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  kindergarten_id TEXT NOT NULL,
  application_id TEXT NOT NULL,
  entered_on TEXT NOT NULL,
  left_on TEXT,
  leave_reason TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, kindergarten_id, application_id),
  FOREIGN KEY (authority_id, kindergarten_id) REFERENCES kindergarten (authority_id, kindergarten_id),
  FOREIGN KEY (authority_id, application_id) REFERENCES application (authority_id, application_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX waitlist_application ON waitlist (authority_id, application_id);

CREATE TABLE placement (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  placement_id TEXT NOT NULL,
  child_id TEXT NOT NULL,
  group_id TEXT NOT NULL,
  kindergarten_id TEXT NOT NULL,
  offer_id TEXT,
  slot INTEGER NOT NULL CHECK (slot >= 0),
  from_day TEXT NOT NULL,
  to_day TEXT,
  state TEXT NOT NULL CHECK (state IN ('planned', 'started', 'ended')),
  source TEXT NOT NULL CHECK (source IN ('opening', 'round', 'choice', 'waitlist', 'transfer', 'exchange', 'staff', 'closure', 'takeover')),
  signed_at TEXT NOT NULL,
  confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1)),
  end_reason TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, placement_id),
  FOREIGN KEY (authority_id, child_id) REFERENCES child (authority_id, child_id),
  FOREIGN KEY (authority_id, group_id) REFERENCES age_group (authority_id, group_id),
  FOREIGN KEY (authority_id, kindergarten_id) REFERENCES kindergarten (authority_id, kindergarten_id),
  FOREIGN KEY (authority_id, offer_id) REFERENCES offer (authority_id, offer_id),
  CHECK (to_day IS NULL OR to_day >= from_day),
  CHECK ((state = 'ended') = (to_day IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX placement_live ON placement (authority_id, child_id) WHERE state <> 'ended';
CREATE UNIQUE INDEX placement_slot ON placement (authority_id, group_id, slot) WHERE state <> 'ended';
CREATE INDEX placement_child ON placement (authority_id, child_id);
CREATE INDEX placement_group ON placement (authority_id, group_id, from_day);
CREATE INDEX placement_kindergarten ON placement (authority_id, kindergarten_id);
CREATE INDEX placement_planned ON placement (authority_id, from_day) WHERE state = 'planned';
CREATE INDEX placement_offer ON placement (authority_id, offer_id);

-- The wish of a placed child for another kindergarten: it keeps its seat until it has the other.
CREATE TABLE transfer (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  transfer_id TEXT NOT NULL,
  child_id TEXT NOT NULL,
  guardian_id TEXT NOT NULL,
  placement_id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('requested', 'offered', 'accepted', 'moved', 'withdrawn', 'closed')),
  registered_at TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  choices TEXT NOT NULL,
  cause TEXT NOT NULL CHECK (cause IN ('wish', 'closure')),
  group_id TEXT,
  after_id TEXT,
  answer_by TEXT,
  delivered_at TEXT,
  notice_via TEXT NOT NULL CHECK (notice_via IN ('', 'sms', 'email', 'account', 'second_contact', 'counter', 'public')),
  notice_tries INTEGER NOT NULL,
  noticed_on TEXT,
  moved_to TEXT,
  reason TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, transfer_id),
  FOREIGN KEY (authority_id, child_id) REFERENCES child (authority_id, child_id),
  FOREIGN KEY (authority_id, placement_id) REFERENCES placement (authority_id, placement_id),
  FOREIGN KEY (authority_id, group_id) REFERENCES age_group (authority_id, group_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX transfer_live ON transfer (authority_id, child_id) WHERE state IN ('requested', 'offered', 'accepted');
CREATE INDEX transfer_state ON transfer (authority_id, state);
CREATE INDEX transfer_child ON transfer (authority_id, child_id);
CREATE INDEX transfer_placement ON transfer (authority_id, placement_id);
CREATE INDEX transfer_group ON transfer (authority_id, group_id);

-- Two families change seats: both sign, nobody pays, everybody may read it.
CREATE TABLE exchange (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  exchange_id TEXT NOT NULL,
  placement_a TEXT NOT NULL,
  placement_b TEXT NOT NULL,
  guardian_a TEXT NOT NULL,
  guardian_b TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('proposed', 'agreed', 'carried_out', 'declined', 'cancelled')),
  proposed_at TEXT NOT NULL,
  agreed_at TEXT,
  carried_out_on TEXT,
  reason TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, exchange_id),
  FOREIGN KEY (authority_id, placement_a) REFERENCES placement (authority_id, placement_id),
  FOREIGN KEY (authority_id, placement_b) REFERENCES placement (authority_id, placement_id),
  CHECK (placement_a <> placement_b)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX exchange_a ON exchange (authority_id, placement_a) WHERE state IN ('proposed', 'agreed');
CREATE UNIQUE INDEX exchange_b ON exchange (authority_id, placement_b) WHERE state IN ('proposed', 'agreed');
CREATE INDEX exchange_state ON exchange (authority_id, state);
CREATE INDEX exchange_placement_a ON exchange (authority_id, placement_a);
CREATE INDEX exchange_placement_b ON exchange (authority_id, placement_b);

-- The nation's register of live placements: what must be unique beyond one authority. It is keyed by the child.
CREATE TABLE live_placement (
  child_iin TEXT NOT NULL PRIMARY KEY,
  authority_id TEXT NOT NULL,
  placement_id TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- An old queue or list of children that was loaded, as it was. Its lines take no part before another person has approved it.
CREATE TABLE takeover_batch (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  batch_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('queue', 'placed')),
  source TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  loaded_by TEXT NOT NULL,
  approved_by TEXT NOT NULL,
  approved_on TEXT,
  line_count INTEGER NOT NULL,
  order_sha256 TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, batch_id),
  UNIQUE (authority_id, sha256),
  CHECK (approved_by <> loaded_by),
  CHECK ((approved_by = '') = (approved_on IS NULL))
) STRICT, WITHOUT ROWID;

-- One line of it. No money moves for a line that its family has not confirmed by its code.
CREATE TABLE takeover_line (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  batch_id TEXT NOT NULL,
  number INTEGER NOT NULL CHECK (number > 0),
  state TEXT NOT NULL CHECK (state IN ('loaded', 'confirmed', 'doubled', 'contradicted', 'corrected', 'dropped')),
  application_id TEXT,
  placement_id TEXT,
  sequence INTEGER NOT NULL,
  code_sha256 TEXT NOT NULL,
  faults TEXT NOT NULL,
  corrected_by TEXT NOT NULL,
  approved_by TEXT NOT NULL,
  confirmed_on TEXT,
  confirm_by TEXT,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, batch_id, number),
  FOREIGN KEY (authority_id, batch_id) REFERENCES takeover_batch (authority_id, batch_id),
  FOREIGN KEY (authority_id, application_id) REFERENCES application (authority_id, application_id),
  FOREIGN KEY (authority_id, placement_id) REFERENCES placement (authority_id, placement_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX takeover_line_state ON takeover_line (authority_id, state);
CREATE INDEX takeover_line_application ON takeover_line (authority_id, application_id);
CREATE INDEX takeover_line_placement ON takeover_line (authority_id, placement_id);
CREATE INDEX takeover_line_code ON takeover_line (authority_id, code_sha256);

CREATE TABLE roll_call (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  group_id TEXT NOT NULL,
  day TEXT NOT NULL,
  marks TEXT NOT NULL,
  taken_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, group_id, day),
  FOREIGN KEY (authority_id, group_id) REFERENCES age_group (authority_id, group_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE sheet (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  sheet_id TEXT NOT NULL,
  kindergarten_id TEXT NOT NULL,
  group_id TEXT NOT NULL,
  month TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'signed', 'closed')),
  signed_at TEXT,
  answer_by TEXT,
  sha256 TEXT NOT NULL,
  line_count INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, sheet_id),
  UNIQUE (authority_id, group_id, month),
  FOREIGN KEY (authority_id, kindergarten_id) REFERENCES kindergarten (authority_id, kindergarten_id),
  FOREIGN KEY (authority_id, group_id) REFERENCES age_group (authority_id, group_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sheet_kindergarten ON sheet (authority_id, kindergarten_id, month);
CREATE INDEX sheet_month ON sheet (authority_id, month);

CREATE TABLE line (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  line_id TEXT NOT NULL,
  sheet_id TEXT NOT NULL,
  placement_id TEXT NOT NULL,
  child_id TEXT NOT NULL,
  kindergarten_id TEXT NOT NULL,
  group_kind TEXT NOT NULL,
  month TEXT NOT NULL,
  days TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'confirmed', 'disputed', 'silent', 'corrected')),
  answered_at TEXT,
  answered_by TEXT NOT NULL,
  disputed_day TEXT,
  held TEXT NOT NULL,
  funded_from TEXT,
  payable_days INTEGER NOT NULL,
  working_days INTEGER NOT NULL,
  tiyn INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, line_id),
  UNIQUE (authority_id, sheet_id, placement_id),
  FOREIGN KEY (authority_id, sheet_id) REFERENCES sheet (authority_id, sheet_id),
  FOREIGN KEY (authority_id, placement_id) REFERENCES placement (authority_id, placement_id),
  FOREIGN KEY (authority_id, child_id) REFERENCES child (authority_id, child_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX line_placement ON line (authority_id, placement_id);
CREATE INDEX line_child ON line (authority_id, child_id, month);
CREATE INDEX line_kindergarten ON line (authority_id, kindergarten_id, month);

CREATE TABLE tariff (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  group_kind TEXT NOT NULL,
  number INTEGER NOT NULL,
  from_day TEXT NOT NULL,
  rate_tiyn INTEGER NOT NULL CHECK (rate_tiyn >= 0),
  act TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, group_kind, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE payment_cycle (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  month TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('opened', 'sheets_signed', 'answered', 'calculated', 'checked', 'approved', 'issued', 'accepted', 'settled', 'reconciled', 'closed')),
  checker TEXT NOT NULL,
  approver TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, month),
  CHECK (approver = '' OR approver <> checker)
) STRICT, WITHOUT ROWID;

CREATE TABLE claim (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  claim_id TEXT NOT NULL,
  kindergarten_id TEXT NOT NULL,
  month TEXT NOT NULL,
  cycle TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('claim', 'adjustment')),
  state TEXT NOT NULL CHECK (state IN ('drafted', 'submitted', 'approved', 'returned', 'paid')),
  line_count INTEGER NOT NULL,
  tiyn INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, claim_id),
  UNIQUE (authority_id, kindergarten_id, month, kind),
  FOREIGN KEY (authority_id, kindergarten_id) REFERENCES kindergarten (authority_id, kindergarten_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_cycle ON claim (authority_id, cycle);

CREATE TABLE claim_line (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  claim_id TEXT NOT NULL,
  line_id TEXT NOT NULL,
  tiyn INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, claim_id, line_id),
  FOREIGN KEY (authority_id, claim_id) REFERENCES claim (authority_id, claim_id),
  FOREIGN KEY (authority_id, line_id) REFERENCES line (authority_id, line_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_line_line ON claim_line (authority_id, line_id);

CREATE TABLE bank_file (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  file_id TEXT NOT NULL,
  cycle TEXT NOT NULL,
  message TEXT NOT NULL,
  xml TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  payments INTEGER NOT NULL,
  tiyn INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, file_id),
  UNIQUE (authority_id, message)
) STRICT;

CREATE TABLE payment (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  payment_id TEXT NOT NULL,
  claim_id TEXT NOT NULL,
  kindergarten_id TEXT NOT NULL,
  month TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('claim', 'adjustment')),
  state TEXT NOT NULL CHECK (state IN ('drafted', 'approved', 'sent', 'settled', 'rejected')),
  tiyn INTEGER NOT NULL CHECK (tiyn > 0),
  drafted_by TEXT NOT NULL,
  approved_by TEXT NOT NULL,
  file_id TEXT,
  settled_on TEXT,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, payment_id),
  -- One payment order per provider, month and kind: nothing is paid twice.
  UNIQUE (authority_id, kindergarten_id, month, kind),
  FOREIGN KEY (authority_id, claim_id) REFERENCES claim (authority_id, claim_id),
  FOREIGN KEY (authority_id, kindergarten_id) REFERENCES kindergarten (authority_id, kindergarten_id),
  FOREIGN KEY (authority_id, file_id) REFERENCES bank_file (authority_id, file_id),
  CHECK (approved_by = '' OR approved_by <> drafted_by)
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_claim ON payment (authority_id, claim_id);
CREATE INDEX payment_file ON payment (authority_id, file_id);

CREATE TABLE ledger_posting (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  posting_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('claim', 'adjustment', 'settlement')),
  ref TEXT NOT NULL,
  kindergarten_id TEXT NOT NULL,
  month TEXT NOT NULL,
  sealed INTEGER NOT NULL CHECK (sealed IN (0, 1)),
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, posting_id),
  UNIQUE (authority_id, kind, ref)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger_entry (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  posting_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  account TEXT NOT NULL CHECK (account IN ('expense', 'payable', 'bank')),
  tiyn INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, posting_id, number),
  FOREIGN KEY (authority_id, posting_id) REFERENCES ledger_posting (authority_id, posting_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  at TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  type TEXT NOT NULL,
  actor_role TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  subject TEXT NOT NULL,
  payload TEXT,
  nonce TEXT,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, at, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_subject ON event (authority_id, subject);

CREATE TABLE log_leaf (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  at TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  commitment TEXT NOT NULL,
  leaf_index INTEGER,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, at, sequence)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX log_leaf_index ON log_leaf (authority_id, leaf_index);
CREATE INDEX log_leaf_new ON log_leaf (authority_id, at, sequence) WHERE leaf_index IS NULL;

CREATE TABLE log_tile (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  path TEXT NOT NULL,
  width INTEGER NOT NULL,
  data BLOB NOT NULL,
  published INTEGER NOT NULL CHECK (published IN (0, 1)),
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, path)
) STRICT;
CREATE INDEX log_tile_new ON log_tile (authority_id, path) WHERE NOT published;

CREATE TABLE log_checkpoint (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  size INTEGER NOT NULL,
  root TEXT NOT NULL,
  text TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, size)
) STRICT, WITHOUT ROWID;

CREATE TABLE job (
  authority_id TEXT NOT NULL REFERENCES authority (authority_id),
  job_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('ready', 'running', 'dead')),
  attempt INTEGER NOT NULL,
  run_at TEXT NOT NULL,
  locked_by TEXT NOT NULL,
  last_error TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, job_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX job_due ON job (authority_id, kind, run_at) WHERE state <> 'dead';

CREATE TABLE simulation (
  authority_id TEXT NOT NULL PRIMARY KEY REFERENCES authority (authority_id),
  seed INTEGER NOT NULL,
  children INTEGER NOT NULL,
  profile TEXT NOT NULL,
  network_sha256 TEXT NOT NULL,
  reached TEXT NOT NULL,
  stage TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- A posting is sealed only when its entries sum to zero, and takes no entry afterwards.
-- +goose StatementBegin
CREATE TRIGGER ledger_posting_seal BEFORE UPDATE OF sealed ON ledger_posting WHEN NEW.sealed
  AND (SELECT coalesce(sum(tiyn), 0) FROM ledger_entry WHERE authority_id = NEW.authority_id AND posting_id = NEW.posting_id) <> 0
BEGIN SELECT RAISE(ABORT, 'ledger posting does not sum to zero'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER ledger_entry_guard BEFORE INSERT ON ledger_entry
  WHEN (SELECT sealed FROM ledger_posting WHERE authority_id = NEW.authority_id AND posting_id = NEW.posting_id)
BEGIN SELECT RAISE(ABORT, 'ledger posting is sealed'); END;
-- +goose StatementEnd

-- +goose Down
DROP TABLE simulation;
DROP TABLE job;
DROP TABLE log_checkpoint;
DROP TABLE log_tile;
DROP TABLE log_leaf;
DROP TABLE event;
DROP TABLE ledger_entry;
DROP TABLE ledger_posting;
DROP TABLE payment;
DROP TABLE bank_file;
DROP TABLE claim_line;
DROP TABLE claim;
DROP TABLE payment_cycle;
DROP TABLE tariff;
DROP TABLE line;
DROP TABLE sheet;
DROP TABLE roll_call;
DROP TABLE takeover_line;
DROP TABLE takeover_batch;
DROP TABLE live_placement;
DROP TABLE exchange;
DROP TABLE transfer;
DROP TABLE placement;
DROP TABLE waitlist;
DROP TABLE voucher;
DROP TABLE notice;
DROP TABLE shown_document;
DROP TABLE offer;
DROP TABLE round_plan;
DROP TABLE round;
DROP TABLE lottery_seed;
DROP TABLE queue_refresh;
DROP TABLE queue_carry;
DROP TABLE queue_entry;
DROP TABLE counter;
DROP TABLE choice;
DROP TABLE appeal;
DROP TABLE staff_admission;
DROP TABLE guardianship;
DROP TABLE contact;
DROP TABLE document;
DROP TABLE application;
DROP TABLE child;
DROP TABLE guardian;
DROP TABLE capacity_event;
DROP TABLE seat_closure;
DROP TABLE age_group;
DROP TABLE kindergarten;
DROP TABLE provider;
DROP TABLE population;
DROP TABLE profile_switch;
DROP TABLE authority_profile;
DROP TABLE authority_parent;
DROP TABLE authority;
