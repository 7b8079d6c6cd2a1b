<?php
/**
 * Installs WordPress into its empty database: php install.php DOCUMENT_ROOT
 *
 * Leaves a French site in the time zone of Niamey (UTC+1, so that an hour of difference shows),
 * with readable addresses, three journalists, one subscriber, and no article.
 */

define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = '127.0.0.1';  // WordPress reads it even on the command line
require $argv[1] . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';

load_default_textdomain('fr_FR');
$GLOBALS['wp_locale'] = new WP_Locale();
$password = 'mil-et-sorgho';
wp_install('Le Fleuve et la Dune', 'redaction', 'redaction@example.org', true, '', $password, 'fr_FR');

update_option('blogdescription', 'L’actualité du Sahel, « pour de vrai », servie en local');
update_option('timezone_string', 'Africa/Niamey');
update_option('date_format', 'j F Y');
$wp_rewrite->init();
$wp_rewrite->set_permalink_structure('/%year%/%monthnum%/%day%/%postname%/');
$wp_rewrite->flush_rules(false);

foreach (['posts', 'postmeta', 'comments', 'commentmeta', 'term_relationships'] as $table) {
    $wpdb->query("TRUNCATE {$wpdb->$table}");  // wp_install's own first article and page
}
$people = [
    ['h.tondibi', 'author', 'Hadiza Tondibi'],
    ['m.koirategui', 'author', 'Mahamane Koirategui'],
    ['z.gorouol', 'editor', 'Zeinabou Gorouol'],
    ['abonnee', 'subscriber', 'Ramatou Sabongari'],
];
foreach ($people as [$login, $role, $name]) {
    wp_insert_user([
        'user_login' => $login,
        'user_pass' => $password,
        'user_email' => "$login@example.org",
        'role' => $role,
        'display_name' => $name,
        'user_nicename' => sanitize_title($name),
    ]);
}
