# mySociety's client against linli, unchanged: Open311.pm of FixMyStreet, in XML, with updates. docs/open311.md says how to run it.
# perl -I. open311-fixmystreet.pl http://localhost:8080 API_KEY JURISDICTION
use strict; use warnings; use utf8;
use Open311; use POSIX qw(strftime);

# what FixMyStreet's database gives the client: objects that answer by name
package Row { sub AUTOLOAD { our $AUTOLOAD =~ s/.*:://r =~ /^(\w+)$/ && $_[0]{$1} } sub DESTROY {} }
sub row { bless {@_}, 'Row' }
sub must { my ($ok, $what) = @_; die "NOT $what\n" unless $ok; print "ok $what\n" }

my ($url, $key, $jurisdiction) = @ARGV;
my $updates = 'servicerequestupdates.xml'; # update.xml, the default, is older than mySociety's description of updates
my $c = Open311->new( endpoint => "$url/open311/v2/", api_key => $key, jurisdiction => $jurisdiction,
    endpoints => { services => 'services.xml', requests => 'requests.xml', service_request_updates => $updates, update => $updates } );

my $services = $c->get_service_list->{service};
must( @$services > 3 && !( grep { !$_->{service_code} || ref $_->{service_name} } @$services ), 'services' );
my $asked = $c->get_service_meta_info('street_light')->{attributes}{attribute};
my @extra = map { { name => $_->{code}, value => ( values %{ $_->{values}{value} } )[0]{key} } } grep { $_->{required} eq 'true' } @$asked; # XML::Simple keeps a list by its names
must( @extra == 1, 'a service definition with what it requires' );

my $user = row( name => 'Ann Example', email => 'ann@example.org', phone => '' );
my $problem = row( id => 7, title => 'Lamp dark', detail => "At the bridge \x{2014} since Monday & \"before\" ]]>", latitude => 31.2, longitude => 121.4, user => $user, extra => \@extra, is_open => 1 );
my $id = $c->send_service_request( $problem, { url => 'http://fms.example/report/7', image_url => 'http://fms.example/photo/7.jpeg' }, 'street_light' );
must( $id, "a request, $id" );
$problem->{external_id} = $id;
must( $c->get_service_request_id_from_token($id) eq $id, 'the id of a token' );
my $one = $c->get_service_requests( [$id] )->{request};
must( $one->{status} eq 'open' && $one->{service_code} eq 'street_light' && $one->{requested_datetime} =~ /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/, 'one request, by its id' );
my $all = $c->get_service_requests->{request};
must( ref $all eq 'ARRAY' && grep( { $_->{service_request_id} eq $id } @$all ), scalar(@$all) . ' requests' );

my $comment = sub { row( id => $_[0], confirmed => strftime( '%Y-%m-%dT%H:%M:%SZ', gmtime ), problem => $problem, user => $user, text => $_[1], anonymous => 0 ) };
my $update = $c->post_service_request_update( $comment->( 1, "It flickers now \x{706f}" ) );
must( $update, "an update, $update" );
must( $c->post_service_request_update( $comment->( 2, 'Another lamp as well' ) ) ne $update, 'a second update is another one' );
my @told = grep { ref $_ && $_->{update_id} } @{ $c->get_service_request_updates };
must( @told && !( grep { !$_->{service_request_id} || $_->{updated_datetime} !~ /^\d{4}-/ || !$_->{status} } @told ), scalar(@told) . ' updates of the office' );

my @warned; local $SIG{__WARN__} = sub { push @warned, @_ };
must( !$c->send_service_request( $problem, { url => 'http://fms.example/report/7' }, 'no_such' ) && "@warned" =~ /40[04] .*error: (40[04]: [^\n]+)/s, "an error: " . ( $1 // '' ) );
