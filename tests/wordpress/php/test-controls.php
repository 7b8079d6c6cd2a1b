<?php
/**
 * Loaded by WordPress itself (a "must-use" plugin): what the tests may change in its behaviour.
 *
 * The tests write TEST_BASE/controls.json; with no such file and no X-Fault header, the only
 * difference from a plain WordPress is that it never sends mail nor speaks to another server.
 *
 *   flood_seconds             seconds between two comments of one reader, instead of 15
 *   rest_anonymous_comments   true: the site takes comments of anonymous readers through REST
 *   fault                     what goes wrong (see below), for every request
 *   fault_path                ... whose address contains this
 *   fault_times               ... this many times, then no more
 */

namespace TestControls;

add_filter('pre_wp_mail', '__return_false');
add_filter('pre_http_request', fn () => new \WP_Error('offline', 'Loopback only.'));

/** The controls, as an array; empty when the tests have set none. */
function controls(): array
{
    $text = @file_get_contents(TEST_BASE . '/controls.json');
    return $text ? json_decode($text, true, 16, JSON_THROW_ON_ERROR) : [];
}

/** The fault this request must meet: 'status=503', 'delay=2' and so on, or ''. */
function fault_now(array $controls): string
{
    if (isset($_SERVER['HTTP_X_FAULT'])) {
        return $_SERVER['HTTP_X_FAULT'];
    }
    $fault = $controls['fault'] ?? '';
    $path = $controls['fault_path'] ?? '';
    if ($fault === '' || ($path !== '' && !str_contains($_SERVER['REQUEST_URI'], $path))) {
        return '';
    }
    $times = $controls['fault_times'] ?? null;
    return $times === null || took_a_turn($times) ? $fault : '';
}

/** Whether one of $times turns was left; several php-fpm workers may ask at once. */
function took_a_turn(int $times): bool
{
    $file = fopen(TEST_BASE . '/fault-turns', 'c+');
    flock($file, LOCK_EX);
    $taken = (int) stream_get_contents($file);
    if ($taken < $times) {
        rewind($file);
        fwrite($file, (string) ($taken + 1));
    }
    fclose($file);
    return $taken < $times;
}

/** Closes the connection without one byte of answer: nginx does it, see its configuration. */
function hang_up(): void
{
    header('X-Accel-Redirect: /__hang_up');
    exit;
}

function apply_fault(string $fault): void
{
    [$kind, $value] = array_pad(explode('=', $fault, 2), 2, '');
    switch ($kind) {
        case '':
            return;
        case 'drop-before':
            hang_up();
        case 'drop-after-comment':
            // Both run after the comment is in the database, before any answer is made.
            add_action('comment_post', __NAMESPACE__ . '\hang_up', 1);
            add_action('rest_insert_comment', __NAMESPACE__ . '\hang_up', 1);
            return;
        case 'delay':
            usleep((int) (1e6 * (float) $value));
            return;
        case 'status':
            http_response_code((int) $value);
            header('Retry-After: 7');
            header('Content-Type: text/html; charset=UTF-8');
            echo "<!DOCTYPE html><title>$value</title><p>Fault asked for by a test.</p>\n";
            exit;
        default:
            http_response_code(500);
            exit("unknown fault: $fault\n");
    }
}

$controls = controls();
if (isset($controls['flood_seconds'])) {
    $seconds = $controls['flood_seconds'];
    add_filter(
        'comment_flood_filter',
        fn ($already, $last, $now) => $now - $last < $seconds,
        99,  // after WordPress's own rule, whose answer it replaces
        3
    );
}
if (!empty($controls['rest_anonymous_comments'])) {
    add_filter('rest_allow_anonymous_comments', '__return_true');
}
if (PHP_SAPI !== 'cli') {
    apply_fault(fault_now($controls));
}
