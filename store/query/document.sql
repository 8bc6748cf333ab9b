-- name: InsertDocument :exec
INSERT INTO document (authority_id, document_id, application_id, type, issued_on, valid_until, media_type, size_bytes, sha256, scan, checked, checked_on, created_at)
VALUES (@authority_id, @document_id, @application_id, @type, @issued_on, @valid_until, @media_type, @size_bytes, @sha256, @scan, @checked, @checked_on, @created_at);

-- name: UpdateDocument :exec
UPDATE document SET checked = @checked, checked_on = @checked_on WHERE authority_id = @authority_id AND document_id = @document_id;

-- name: GetDocument :one
SELECT authority_id, document_id, application_id, type, issued_on, valid_until, media_type, size_bytes, sha256, CAST(scan IS NULL AS boolean) AS erased, checked, checked_on, created_at
FROM document WHERE authority_id = @authority_id AND document_id = @document_id;

-- name: ListDocumentsOf :many
SELECT authority_id, document_id, application_id, type, issued_on, valid_until, media_type, size_bytes, sha256, CAST(scan IS NULL AS boolean) AS erased, checked, checked_on, created_at
FROM document WHERE authority_id = @authority_id AND application_id = @application_id ORDER BY created_at, document_id;

-- name: GetScan :one
SELECT scan FROM document WHERE authority_id = @authority_id AND document_id = @document_id;

-- name: ListScansOfEnded :many
SELECT d.document_id FROM document d JOIN application a ON a.authority_id = d.authority_id AND a.application_id = d.application_id
WHERE d.authority_id = @authority_id AND d.scan IS NOT NULL AND a.state IN ('placed', 'withdrawn', 'closed') ORDER BY d.document_id;

-- name: ListScansOfUnregistered :many
SELECT d.document_id, d.created_at, a.state, a.registered_at FROM document d JOIN application a ON a.authority_id = d.authority_id AND a.application_id = d.application_id
WHERE d.authority_id = @authority_id AND d.scan IS NOT NULL AND a.state IN ('refused', 'drafted')
AND NOT EXISTS (SELECT 1 FROM appeal p WHERE p.authority_id = a.authority_id AND p.application_id = a.application_id AND p.state IN ('submitted', 'forwarded'))
ORDER BY d.document_id;

-- name: EraseScan :exec
UPDATE document SET scan = NULL WHERE authority_id = @authority_id AND document_id = @document_id;
